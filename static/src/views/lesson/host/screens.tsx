/** The projector's pages of a lesson that are no round: a headline, and little else. */
import * as m from "messages";
import { qrPath } from "../../../core/address";
import { beliefsTold, changed } from "../../../core/beliefs";
import { CARD_WORDS } from "../../../core/card_words";
import type { HostActions, HostModel } from "../../../core/host_model";
import type { Picture } from "../../../core/picture";
import type { Asking, CardId, DealtTo } from "../../../core/protocol_lesson";
import { at } from "../../../lib/base";
import { Choice } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
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
  { icon: "work", word: m.lesson_work, says: m.lesson_work_says },
  { icon: "wait", word: m.lesson_wait, says: m.lesson_wait_says },
  { icon: "go", word: m.lesson_go, says: m.lesson_go_says },
];

export function Story({ model, picture }: Props) {
  return (
    <main class="lesson-story">
      <h1>{m.landing_heading}</h1>
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
        <h1>{m.lesson_one_card}</h1>
        <p class="lesson-says">{to === "robot" ? m.lesson_robot_gets : m.lesson_phone_gets}</p>
        <ul class="five-cards">
          {CARDS.map((card) => (
            <li key={card}>
              <Icon name={CARD_ICONS[card]} />
              {CARD_WORDS[card].name}
            </li>
          ))}
        </ul>
        <div class="row deal-to">
          <span>{m.lesson_who_gets}</span>
          <Choice<DealtTo>
            label={m.lesson_who_gets}
            options={[
              { value: "robot", text: m.lesson_to_robot },
              { value: "person", text: m.lesson_to_phone },
            ]}
            chosen={to}
            choose={actions.deal_to}
          />
          <span class="dim">{m.lesson_at_random}</span>
        </div>
      </div>
    </main>
  );
}

export function TicketScreen({ asking }: { asking: Asking }) {
  return (
    <main class="lesson-ticket">
      <h1>{m.lesson_last_questions({ n: asking.questions.length })}</h1>
      {asking.people > 0 && <Guessed asking={asking} says={m.lesson_have_finished} />}
      <p class="lesson-says">
        <Sentence words={m.lesson_no_names} />
      </p>
    </main>
  );
}

export function ResultScreen({ asking, join_url }: { asking: Asking; join_url: string }) {
  const found = beliefsTold(asking);
  const sentence = changed(found);
  return (
    <main class="lesson-result">
      <div>
        <h1>{m.lesson_what_changed}</h1>
        {sentence !== null && <p class="lesson-says">{sentence}</p>}
      </div>
      <BeforeAfter beliefs={found} />
      <div class="take-home">
        <img src={at(qrPath(join_url))} alt="" />
        <p>
          <Sentence words={m.lesson_take_it_home} />
          <br />
          <span class="dim">{m.lesson_moral}</span>
        </p>
      </div>
    </main>
  );
}
