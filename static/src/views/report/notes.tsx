import * as m from "messages";
import type { Account } from "../../core/report";
import { contains, kindOf } from "../../core/report_words";
import { MOST_BARS } from "../chart/timeline";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";

/** What each one would have begun with: a card each; of many the first, the one in the middle, and the last. */
export function Notes({ round }: { round: Account }) {
  const { came, ended } = round;
  const is_few = came.length <= MOST_BARS;
  const shown = is_few ? came.map((_, i) => i) : [0, Math.floor((came.length - 1) / 2), came.length - 1];
  const heading = kindOf(ended.phase) === "note" ? m.report_notes_title : m.report_parts_title;
  return (
    <section class="report-card" aria-labelledby="notes">
      <h2 id="notes">{heading}</h2>
      {!is_few && <p>{m.report_three_shown}</p>}
      <ul class="notes">
        {shown.map((nth) => {
          const arrival = came[nth];
          if (arrival === undefined) return null;
          const is_complete = arrival.missing === 0;
          return (
            <li key={arrival.worker}>
              <h3>
                <FaceDisc name={arrival.name} avatar={arrival.avatar} kind={arrival.kind} />{" "}
                <bdi translate={false}>{arrival.name}</bdi>
              </h3>
              {is_few && (
                <div class="note-row" aria-hidden="true">
                  {came.map((other) =>
                    other.arrived_ms <= arrival.arrived_ms ? (
                      <FaceDisc key={other.worker} name={other.name} avatar={other.avatar} kind={other.kind} />
                    ) : (
                      <i key={other.worker}>?</i>
                    ),
                  )}
                </div>
              )}
              <p class={is_complete ? "note-all" : "note-some"}>
                <Icon name={is_complete ? "go" : "bad"} /> {contains(round, nth)}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
