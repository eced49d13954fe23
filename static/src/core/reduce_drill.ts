/** What events do to a room's drill; part of `reduce`. */
import type { Snapshot } from "./protocol";
import type { DrillEvent } from "./protocol_drill";

export function reduceDrill(room: Snapshot, event: DrillEvent & { at_ms: number }): Snapshot {
  const { drill, ...rest } = room;
  const { at_ms } = event;
  if (event.type === "signalled") {
    return drill ? { ...room, drill: { ...drill, signals: [...drill.signals, [event.seat, at_ms]] } } : room;
  }
  const { run, kind, seats } = event;
  if (run === null || kind === "off") return rest;
  return { ...room, drill: { run, kind, since_ms: at_ms, seats, signals: [] } };
}
