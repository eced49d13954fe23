/** What the room saw, in a sentence with its own numbers. Pure. */
import { hasHappened, seenOf } from "./happened";
import { coded } from "./lesson_words";
import { muralPicture } from "./mural_model";
import { wrongByStrip, wrongWords } from "./mural_words";
import { spelled } from "./numbers";
import type { Snapshot } from "./protocol";
import type { QuestionId } from "./protocol_lesson";
import { capital, seconds, type Words } from "./words";

/** `thrown`: how many got the error when a reset or a break ended their wait; null where this page did not hear of it. */
export function saw(question: QuestionId, room: Snapshot, thrown: number | null): Words {
  const { barrier, last_release, asking } = room;
  const is_seen = question === "first" || (asking !== undefined && hasHappened(asking, seenOf(room, asking.since_ms)));
  if (asking === undefined || !is_seen) return ["You have not seen it: the round was not over."];
  const n = barrier.waiting.length;
  const gone = last_release?.order.length ?? 0;
  switch (question) {
    case "again":
      return coded(`${gone} went on. Now ${n} ${n === 1 ? "stands" : "stand"} at the same barrier.`);
    case "surplus":
      return coded(`${gone} went on. ${capital(spelled(n))} ${n === 1 ? "waits" : "wait"} on the next bus.`);
    case "dies": {
      const since_ms = Math.max(...barrier.waiting.map((waiter) => waiter.at_ms), asking.since_ms);
      const until_ms = asking.stage === "told" ? asking.since_ms : since_ms;
      const first_ms = Math.min(...barrier.waiting.map((waiter) => waiter.at_ms), until_ms);
      return coded(
        `${n} ${n === 1 ? "has" : "have"} waited, the first for ${seconds(until_ms - first_ms)}. Nothing happens.`,
      );
    }
    case "timeout": {
      const got = barrier.broken?.waiting.length ?? thrown;
      return coded(`One ran out of time. ${got === null ? "All" : `All ${got}`} got the error.`);
    }
    case "reset":
      return coded(
        thrown === null
          ? "All who waited got `BrokenBarrierError`."
          : `${thrown} waited. All ${thrown} got \`BrokenBarrierError\`.`,
      );
    case "doing": {
      const called =
        n > 0 ? barrier.waiting.map((waiter) => waiter.at_ms) : (last_release?.arrived_ms.slice(0, -1) ?? []);
      const end_ms = n > 0 ? asking.since_ms : (last_release?.at_ms ?? 0);
      const still_ms = called.length === 0 ? 0 : end_ms - Math.max(...called);
      return coded(`${called.length} stood still for ${seconds(still_ms)}.`);
    }
    case "first":
      return coded("Real threads go on one by one, and in no order that Python promises.");
    case "parties":
      return coded(`${n} of ${barrier.parties} wait. Nobody is missing.`);
    case "torn":
    case "turns": {
      const mural = muralPicture(room, null, Number.POSITIVE_INFINITY);
      if (mural === null) return coded("The picture has been put away.");
      const n_strips = mural.owners.length;
      const n_torn = wrongByStrip(n_strips, mural.wrong).filter((wrong) => wrong > 0).length;
      return coded(`${wrongWords(mural.n_wrong)} are wrong, in ${n_torn} of ${n_strips} strips.`);
    }
  }
}
