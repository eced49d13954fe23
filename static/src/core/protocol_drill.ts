/** A drill on the wire: the class plays a barrier's algorithm; see protocol.ts. */
import type { Kind } from "./protocol_room";

export type DrillKind = "dissemination";

/** In the snapshot, while the room has one. */
export interface DrillState {
  run: number;
  kind: DrillKind;
  since_ms: number;
  /** Workers by seat. */
  seats: number[];
  /** Who has signalled, and when, in order. */
  signals: [seat: number, at_ms: number][];
}

export interface DrillBrief {
  run: number;
  kind: DrillKind;
  /** A digit for each seat: how many signals it has sent. */
  done: string;
}

export interface SeatPerson {
  /** Null: has left. */
  name: string | null;
  avatar: string;
  kind: Kind;
}

/** Where this worker sits, and who sits where. */
export interface YourSeat {
  run: number;
  index: number;
  faces: SeatPerson[];
}

export type DrillEvent =
  | { type: "drill"; run: number | null; kind: DrillKind | "off"; seats: number[] }
  | { type: "signalled"; seat: number; k: number };
