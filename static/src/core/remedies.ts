/** What can be done about a bus that does not go, judged by what everybody sees: nobody knows which card it was. Pure. */
import * as m from "messages";
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
  missing: m.lesson_cannot_tell,
  seats: m.lesson_one_gone,
  extra: m.lesson_call_too_many,
  action: m.lesson_action_raised,
};

/** The diagnosis that this symptom asks for: which of the three answers is true. */
export const DIAGNOSIS: Readonly<Record<Symptom, 0 | 1 | 2>> = { missing: 0, seats: 0, extra: 1, action: 2 };

/** The default first. */
export function waysOut(room: Snapshot): WayOut[] {
  const { barrier, workers } = room;
  const n = barrier.waiting.length;
  const limit: WayOut = {
    label: m.time_limit_s({ s: LIMIT_S }),
    code: "timeout=",
    price: m.lesson_limit_price({ s: LIMIT_S, n }),
    icon: "clock",
    does: [{ type: "configure", timeout_s: LIMIT_S }],
  };
  const abort: WayOut = {
    label: m.break_it,
    code: "abort()",
    price: m.lesson_all_get_now({ n }),
    icon: "bad",
    does: [{ type: "abort", generation: barrier.generation }],
  };
  const waiting = new Set(barrier.waiting.map((waiter) => waiter.worker));
  switch (symptom(room)) {
    case "action":
      return [
        {
          label: m.reset_bus,
          code: "reset()",
          price: m.lesson_whole_again,
          icon: "redo",
          does: [{ type: "reset", generation: barrier.generation }],
        },
      ];
    case "seats":
      return [
        limit,
        {
          label: m.lesson_make_it({ n: workers.length }),
          code: "",
          price: m.lesson_new_barrier({ n }),
          icon: "redo",
          does: [{ type: "configure", parties: workers.length, force: true }],
        },
        abort,
      ];
    case "extra": {
      const alone = barrier.waiting[0]?.worker;
      return [
        { label: m.next_round, code: "", price: m.lesson_call_again, icon: "go", does: [] },
        ...(alone === undefined ? [] : [letGo(alone, m.lesson_worker_fewer)]),
        { ...abort, price: m.lesson_one_gets },
      ];
    }
    default: {
      const missing = workers.find((seated) => !waiting.has(seated.worker))?.worker;
      return [limit, ...(missing === undefined ? [] : [letGo(missing, m.lesson_goes_without({ n }))]), abort];
    }
  }
}

function letGo(worker: number, price: string): WayOut {
  return { label: m.lesson_let_go, code: "", price, icon: "out", does: [{ type: "drop", worker }] };
}
