import * as m from "messages";
import { type Account, isReporting } from "../../core/report";
import { knownWords, namedScreens } from "../../core/report_words";
import { spreadWords } from "../../core/spread";
import { promise } from "../../core/words";
import { Sentence } from "../parts/sentence";

/** How simultaneous the release was: what the barrier promises, and what the screens say they did. */
export function Screens({ round, now_ms }: { round: Account; now_ms: number }) {
  const { came, ended, picture } = round;
  const { spread } = ended;
  const named = spread ? namedScreens(spread, picture.rows) : [];
  return (
    <section class="report-card" aria-labelledby="screens">
      <h2 id="screens">{m.how_close}</h2>
      <p>
        {promise(came.length)} {came.length > 1 && `${m.report_all_it_promises} `}
        {m.report_another_matter}
      </p>
      {spread ? (
        <p class="screens-said">
          <Sentence words={spreadWords(spread)} /> {knownWords(spread)}
        </p>
      ) : (
        <p class="screens-said">{isReporting(ended, now_ms) ? m.report_still_reporting : m.report_screens_unknown}</p>
      )}
      {named.length > 0 && (
        <ul class="screens-named">
          {named.map((words, i) => (
            <li key={i}>
              <Sentence words={words} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
