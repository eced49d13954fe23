/** The projector's pages of a lesson that are no round: a headline, and little else. */
import { beliefsTold, changed } from "../../../core/beliefs";
import { CARD_WORDS } from "../../../core/card_words";
import type { HostActions, HostModel } from "../../../core/host_model";
import type { Picture } from "../../../core/picture";
import type { Asking, CardId, DealtTo } from "../../../core/protocol_lesson";
import { at } from "../../../lib/base";
import { Choice } from "../../parts/panel";
import { BusScene } from "../../scene/bus_scene";
import { BeforeAfter } from "../before_after";
import { LessonIcon as Icon, type LessonIconName as IconName } from "../lesson_icon";
import { CARD_ICONS, PlayingCard } from "./playing_card";
import { Guessed } from "./question";

interface Props {
  model: HostModel;
  picture: Picture;
  actions: HostActions;
}

const STORY: readonly { icon: IconName; word: string; says: string }[] = [
  { icon: "work", word: "Work", says: "Everybody at their own speed." },
  { icon: "wait", word: "Wait", says: "If you are early, you stand still." },
  { icon: "go", word: "Go", says: "Nobody goes before all are here." },
];

export function Story({ model, picture }: Props) {
  return (
    <main class="lesson-story">
      <h1>The bus waits until everyone is on.</h1>
      <div class="stage">
        <BusScene picture={picture} now_ms={model.now_ms} />
      </div>
      <ul>
        {STORY.map(({ icon, word, says }) => (
          <li key={icon} class={`story-${icon}`}>
            <i>
              <Icon name={icon} />
            </i>
            <b>{word}</b>
            <span>{says}</span>
          </li>
        ))}
      </ul>
    </main>
  );
}

const CARDS = Object.keys(CARD_WORDS) as CardId[];

export function Deal({ model, actions }: Props) {
  const to = model.deal_to;
  return (
    <main class="lesson-deal">
      <PlayingCard face={null} />
      <div>
        <h1>One secret card is on the bus.</h1>
        <p class="lesson-says">
          {to === "robot" ? "A robot gets it. Nobody knows which card, not even me." : "Somebody’s phone gets it."}
        </p>
        <ul class="five-cards">
          {CARDS.map((card) => (
            <li key={card}>
              <Icon name={CARD_ICONS[card]} />
              {CARD_WORDS[card].name}
            </li>
          ))}
        </ul>
        <div class="row deal-to">
          <span>Who gets it?</span>
          <Choice<DealtTo>
            label="Who gets it?"
            options={[
              { value: "robot", text: "A robot" },
              { value: "person", text: "Somebody’s phone" },
            ]}
            chosen={to}
            choose={actions.deal_to}
          />
          <span class="dim">Picked at random. No name is ever shown.</span>
        </div>
      </div>
    </main>
  );
}

export function TicketScreen({ asking }: { asking: Asking }) {
  return (
    <main class="lesson-ticket">
      <h1>{asking.questions.length === 3 ? "Three" : asking.questions.length} last questions, on your phone.</h1>
      {asking.people > 0 && <Guessed asking={asking} says="have finished" />}
      <p class="lesson-says">
        <b>No names, no points.</b> Only the class’s numbers will be shown.
      </p>
    </main>
  );
}

export function ResultScreen({ asking, code }: { asking: Asking; code: string }) {
  const found = beliefsTold(asking);
  const sentence = changed(found);
  return (
    <main class="lesson-result">
      <div>
        <h1>What changed in this class</h1>
        {sentence !== null && <p class="lesson-says">{sentence}</p>}
      </div>
      <BeforeAfter beliefs={found} />
      <div class="take-home">
        <img src={at(`/${code}/qr.svg`)} alt="" />
        <p>
          <b>Take it home:</b> your round as a Python script.
          <br />
          <span class="dim">Nobody goes on before everybody is here. The slowest sets the pace.</span>
        </p>
      </div>
    </main>
  );
}
