import * as m from "messages";
import { beliefs, beliefsCsv, beliefsSvg, changed, fileRows, shareWords, talkAgain } from "../../core/beliefs";
import { type PlayedCard, playedCards } from "../../core/card_words";
import type { CardFaceUp, ToldQuestion } from "../../core/protocol_lesson";
import { save, savePng } from "../../lib/report_client";
import { BeforeAfter } from "../lesson/before_after";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";

interface Props {
  told: readonly ToldQuestion[];
  turned: readonly CardFaceUp[];
  code: string;
  toast(words: string): void;
}

/** What a lesson leaves: what the class believed before it and at its end, and the cards that were turned. */
export function Beliefs({ told, turned, code, toast }: Props) {
  const found = beliefs(told);
  const cards = playedCards(turned, told);
  if (found.length === 0) return cards.length === 0 ? null : <Cards cards={cards} />;
  const sentence = changed(found);
  const again = talkAgain(found);
  const name = `all-aboard-${code}-beliefs`;
  const svg = () => beliefsSvg(found, `${m.report_before_after} · ${code}`);
  const rows = fileRows(found, cards);
  const keep = (text: string, type: string, end: string) => save(new Blob([text], { type }), `${name}.${end}`);
  return (
    <section class="beliefs-told" aria-labelledby="beliefs">
      <div class="beliefs-head">
        <h2 id="beliefs">{m.report_before_after}</h2>
        <p>{m.report_chose_true}</p>
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
            <b>{m.report_talk_again}</b> {again.join(" ")}
          </p>
        </div>
      )}
      <Cards cards={cards} />
      <div class="beliefs-files">
        <span>{m.report_save}</span>
        <button
          type="button"
          class="button"
          onClick={() => savePng(svg(), `${name}.png`).catch(() => toast(m.report_cannot_draw))}
        >
          PNG
        </button>
        <button type="button" class="button" onClick={() => keep(svg(), "image/svg+xml", "svg")}>
          SVG
        </button>
        <button type="button" class="button" onClick={() => keep(beliefsCsv(rows), "text/csv", "csv")}>
          CSV
        </button>
        <button
          type="button"
          class="button"
          onClick={() => keep(`${JSON.stringify(rows, null, 2)}\n`, "application/json", "json")}
        >
          JSON
        </button>
      </div>
    </section>
  );
}

function Cards({ cards }: { cards: readonly PlayedCard[] }) {
  if (cards.length === 0) return null;
  return (
    <section class="cards-turned" aria-labelledby="cards">
      <h3 id="cards">{m.report_cards}</h3>
      <ul>
        {cards.map(({ name, did, holder, wrong, found }, i) => (
          <li key={i}>
            <b>{name}</b> <span class="dim">({holder})</span> <Sentence words={did} />
            {found !== null && found.all > 0 && <> {m.report_said({ share: shareWords(found), what: wrong })}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}
