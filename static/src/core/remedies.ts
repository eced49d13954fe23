/** What can be done about a bus that does not go, judged by what everybody sees: nobody knows which card it was. Pure. */
import type { Command, Snapshot } from "./protocol";

/** What the class sees; null while nothing is wrong yet. */
export type Symptom = "missing" | "seats" | "extra" | "action";

export interface WayOut {
  label: string;
  /** Python's word for it. */
  code: string;
  price: string;
  icon: "clock" | "out" | "bad" | "redo" | "go";
  /** None: the class does it, by calling again. */
  does: readonly Command[];
}

const LIMIT_S = 10;

export function symptom(room: Snapshot): Symptom | null {
  const { barrier, workers } = room;
  const n_waiting = barrier.waiting.length;
  if (barrier.state === "broken") return barrier.cause === "action" ? "action" : "missing";
  if (n_waiting === 0) return null;
  if (workers.length < barrier.parties) return n_waiting >= workers.length ? "seats" : null;
  if (workers.length > barrier.parties) return room.last_release?.release_at_ms === barrier.since_ms ? "extra" : null;
  return n_waiting >= barrier.parties - 1 ? "missing" : null;
}

export const SAID: Readonly<Record<Symptom, string>> = {
  missing: "Crashed, or only slow? Nobody can tell.",
  seats: "One is gone. The barrier does not know.",
  extra: "One call too many starts a new round.",
  action: "The action raised. Everybody gets an error.",
};

/** The diagnosis that this symptom asks for: which of the three answers is true. */
export const DIAGNOSIS: Readonly<Record<Symptom, 0 | 1 | 2>> = { missing: 0, seats: 0, extra: 1, action: 2 };

/** The default first. */
export function waysOut(room: Snapshot): WayOut[] {
  const { barrier, workers } = room;
  const n = barrier.waiting.length;
  const all = n === 1 ? "The one waiting gets" : `All ${n} get`;
  const limit: WayOut = {
    label: `Time limit ${LIMIT_S} s`,
    code: "timeout=",
    price: `In ${LIMIT_S} s ${n === 1 ? "the one waiting gets" : `all ${n} get`} the error.`,
    icon: "clock",
    does: [{ type: "configure", timeout_s: LIMIT_S }],
  };
  const abort: WayOut = {
    label: "Break it",
    code: "abort()",
    price: `${all} the error now.`,
    icon: "bad",
    does: [{ type: "abort", generation: barrier.generation }],
  };
  const waiting = new Set(barrier.waiting.map((waiter) => waiter.worker));
  switch (symptom(room)) {
    case "action":
      return [
        {
          label: "Reset the bus",
          code: "reset()",
          price: "The barrier is whole again.",
          icon: "redo",
          does: [{ type: "reset", generation: barrier.generation }],
        },
      ];
    case "seats":
      return [
        limit,
        {
          label: `Make it ${workers.length}`,
          code: "",
          price: `A new barrier. ${all} the error.`,
          icon: "redo",
          does: [{ type: "configure", parties: workers.length, force: true }],
        },
        abort,
      ];
    case "extra": {
      const alone = barrier.waiting[0]?.worker;
      return [
        { label: "Next round", code: "", price: "The others call again.", icon: "go", does: [] },
        ...(alone === undefined ? [] : [letGo(alone, "One worker fewer. Not in Python.")]),
        { ...abort, price: "The one waiting gets the error." },
      ];
    }
    default: {
      const missing = workers.find((seated) => !waiting.has(seated.worker))?.worker;
      return [
        limit,
        ...(missing === undefined
          ? []
          : [letGo(missing, n === 1 ? "The other one goes on. Not in Python." : `${n} go on. Not in Python.`)]),
        abort,
      ];
    }
  }
}

function letGo(worker: number, price: string): WayOut {
  return { label: "Let it go", code: "", price, icon: "out", does: [{ type: "drop", worker }] };
}
