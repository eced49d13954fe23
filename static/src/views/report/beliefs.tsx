import { beliefs, beliefsCsv, beliefsSvg, changed, type ToldQuestion, talkAgain } from "../../core/beliefs";
import { save, savePng } from "../../lib/report_client";
import { BeforeAfter } from "../lesson/before_after";
import { Icon } from "../parts/icons";

const HEADING = "Before and after";

/** What the class believed before the lesson, and at its end. */
export function Beliefs({
  told,
  code,
  toast,
}: {
  told: readonly ToldQuestion[];
  code: string;
  toast(words: string): void;
}) {
  const found = beliefs(told);
  if (found.length === 0) return null;
  const sentence = changed(found);
  const again = talkAgain(found);
  const name = `all-aboard-${code}-beliefs`;
  const svg = () => beliefsSvg(found, `${HEADING} · ${code}`);
  const keep = (text: string, type: string, end: string) => save(new Blob([text], { type }), `${name}.${end}`);
  return (
    <section class="beliefs-told" aria-labelledby="beliefs">
      <div class="beliefs-head">
        <h2 id="beliefs">{HEADING}</h2>
        <p>How many of the class chose what is true. No names are kept.</p>
      </div>
      {sentence !== null && (
        <p class="beliefs-changed">
          <b>{sentence}</b>
        </p>
      )}
      <BeforeAfter beliefs={found} />
      {again.length > 0 && (
        <div class="talk-again">
          <Icon name="redo" />
          <p>
            <b>Talk about it again:</b> {again.join(" ")}
          </p>
        </div>
      )}
      <div class="beliefs-files">
        <span>Save:</span>
        <button
          type="button"
          class="button"
          onClick={() => savePng(svg(), `${name}.png`).catch(() => toast("This browser does not draw the picture."))}
        >
          PNG
        </button>
        <button type="button" class="button" onClick={() => keep(svg(), "image/svg+xml", "svg")}>
          SVG
        </button>
        <button type="button" class="button" onClick={() => keep(beliefsCsv(found), "text/csv", "csv")}>
          CSV
        </button>
        <button
          type="button"
          class="button"
          onClick={() => keep(`${JSON.stringify(found, null, 2)}\n`, "application/json", "json")}
        >
          JSON
        </button>
      </div>
    </section>
  );
}
