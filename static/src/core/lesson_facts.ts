/** What the room saw, in a sentence with its own numbers. Pure. */
import * as m from "messages";
import { hasHappened, seenOf } from "./happened";
import { muralPicture } from "./mural_model";
import { wrongByStrip } from "./mural_words";
import { spelled, thousands } from "./numbers";
import { CELLS } from "./painting";
import type { Snapshot } from "./protocol";
import type { QuestionId } from "./protocol_lesson";
import { capital, type Phrase, seconds } from "./words";

/** `thrown`: how many got the error when a reset or a break ended their wait; null where this page did not hear of it. */
export function saw(question: QuestionId, room: Snapshot, thrown: number | null): Phrase {
  const { barrier, last_release, asking } = room;
  const is_seen = question === "first" || (asking !== undefined && hasHappened(asking, seenOf(room, asking.since_ms)));
  if (asking === undefined || !is_seen) return m.lesson_not_seen;
  const n = barrier.waiting.length;
  const gone = last_release?.order.length ?? 0;
  switch (question) {
    case "again":
      return m.lesson_saw_again({ gone, n });
    case "surplus":
      return m.lesson_saw_surplus({ gone, n, number: capital(spelled(n)) });
    case "dies": {
      const since_ms = Math.max(...barrier.waiting.map((waiter) => waiter.at_ms), asking.since_ms);
      const until_ms = asking.stage === "told" ? asking.since_ms : since_ms;
      const first_ms = Math.min(...barrier.waiting.map((waiter) => waiter.at_ms), until_ms);
      return m.lesson_saw_dies({ n, time: seconds(until_ms - first_ms) });
    }
    case "timeout": {
      const got = barrier.broken?.waiting.length ?? thrown;
      return got === null ? m.lesson_saw_timeout_all : m.lesson_saw_timeout({ n: got });
    }
    case "reset":
      return thrown === null ? m.lesson_saw_reset_all : m.lesson_saw_reset({ n: thrown });
    case "doing": {
      const called =
        n > 0 ? barrier.waiting.map((waiter) => waiter.at_ms) : (last_release?.arrived_ms.slice(0, -1) ?? []);
      const end_ms = n > 0 ? asking.since_ms : (last_release?.at_ms ?? 0);
      const still_ms = called.length === 0 ? 0 : end_ms - Math.max(...called);
      return m.lesson_saw_doing({ n: called.length, time: seconds(still_ms) });
    }
    case "first":
      return m.lesson_saw_first;
    case "parties":
      return m.lesson_saw_parties({ n, parties: barrier.parties });
    case "torn":
    case "turns": {
      const mural = muralPicture(room, null, Number.POSITIVE_INFINITY);
      if (mural === null) return m.lesson_saw_no_mural;
      const strips = mural.owners.length;
      const torn = wrongByStrip(strips, mural.wrong).filter((wrong) => wrong > 0).length;
      return m.lesson_saw_torn({ wrong: thousands(mural.n_wrong), cells: thousands(CELLS), torn, strips });
    }
  }
}
