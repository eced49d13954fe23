import * as m from "messages";
import { hasHappened, seenOf } from "../../../core/happened";
import type { HostModel } from "../../../core/host_model";
import { saw } from "../../../core/lesson_facts";
import { LETTERS, questionNumbers, questionWords } from "../../../core/lesson_words";
import { N_STEPS } from "../../../core/painting";
import type { Picture } from "../../../core/picture";
import type { Snapshot } from "../../../core/protocol";
import type { Asking, QuestionId } from "../../../core/protocol_lesson";
import { isOfMural, QUESTIONS } from "../../../core/questions";
import { MuralCode } from "../../mural/code";
import { MuralPictureView } from "../../mural/stage";
import { CodePanel } from "../../parts/code_panel";
import { Sentence } from "../../parts/sentence";
import { BusScene } from "../../scene/bus_scene";
import { Bar } from "../before_after";
import { Letter, Lettered } from "../choice";
import { LessonIcon as Icon } from "../lesson_icon";
import { RealThreads } from "./real_threads";

/** With so few guesses everybody knows whose they are. */
const FEW = 4;
/** So many dots stand in one row, more in several. */
const ONE_ROW = 14;
/** More dots than these nobody counts. */
const MOST_DOTS = 120;

interface Props {
  model: HostModel;
  picture: Picture;
  room: Snapshot;
  asking: Asking;
}

export function Ask({ picture, room, asking }: Omit<Props, "model">) {
  const question = asking.questions[0] as QuestionId;
  const numbers = questionNumbers(question, asking, roomNumbers(room));
  const words = questionWords(question, numbers);
  return (
    <main class="lesson-question">
      <div>
        <h1>
          <Sentence words={words} />
        </h1>
        <Lettered answers={QUESTIONS[question].answers} look="answers" />
      </div>
      <div>
        {asking.people > 0 && <Guessed asking={asking} says={m.lesson_have_guessed} />}
        <p class="quiet">
          <Sentence words={m.lesson_nobody_sees} />
          {asking.guessed > 0 && asking.guessed <= FEW && asking.people > FEW && <span> {m.lesson_so_few}</span>}
        </p>
        {isOfMural(question) ? (
          <MuralCode mural={{ ...WITHOUT, owners: numbersOf(question, room) }} />
        ) : (
          <CodePanel
            picture={question === "parties" ? withSeats(picture, numbers.m) : picture}
            title={m.lesson_code_title}
            join={null}
          />
        )}
      </div>
    </main>
  );
}

const WITHOUT = { phase: "free", gate: "none", n_painted: 0, n_steps: N_STEPS } as const;
/** They take turns at a mural, and nobody else paints. */
const IN_TURN = 5;

/** Who will paint: everybody and a slow robot, or robots alone. */
function numbersOf(question: QuestionId, { workers }: Snapshot): number[] {
  return new Array<number>(question === "turns" ? IN_TURN : workers.length + 1).fill(0);
}

/** The code that the question speaks of, before it is set up. */
function withSeats(picture: Picture, parties: number): Picture {
  return { ...picture, parties, repr: picture.repr.replace(/\/\d+/, `/${parties}`) };
}

export function roomNumbers({ workers, barrier }: Snapshot): { workers: number; parties: number } {
  return { workers: workers.length, parties: barrier.parties };
}

/** "21 of 28 have guessed", with a dot for each; nobody's answer. */
export function Guessed({ asking, says }: { asking: Asking; says: string }) {
  const { guessed, people } = asking;
  const in_a_row = people <= ONE_ROW ? people : Math.min(20, Math.ceil(people / 2));
  return (
    <>
      <p class="guessed num">
        <b>
          {guessed}
          <small>{m.of_n({ n: people })}</small>
        </b>
        <span>{says}</span>
      </p>
      {people <= MOST_DOTS && (
        <div class="dots" style={{ "--in-a-row": in_a_row }} aria-hidden="true">
          {Array.from({ length: people }, (_, i) => (
            <i key={i} class={i < guessed ? "full" : ""} />
          ))}
        </div>
      )}
    </>
  );
}

export function Told({ model, picture, room, asking }: Props) {
  const question = asking.questions[0] as QuestionId;
  const { answers, truth, says } = QUESTIONS[question];
  const counts = asking.results?.[0]?.counts ?? [0, 0, 0];
  const all = counts.reduce((sum, count) => sum + count, 0);
  const happened = question !== "first" && hasHappened(asking, seenOf(room, model.now_ms));
  return (
    <main class="lesson-question lesson-told">
      <div>
        <h1>
          <Sentence words={questionWords(question, questionNumbers(question, asking, roomNumbers(room)))} />
        </h1>
        <ol class="answers">
          {answers.map((answer, i) => (
            <li key={i} class={i === truth ? "happened" : ""}>
              <Letter>{i === truth ? <Icon name="check" /> : LETTERS[i]}</Letter>
              <span>
                <Sentence words={answer} />
              </span>
              <b class="num">
                {counts[i]}
                <span class="hidden"> {m.lesson_guessed_this}</span>
              </b>
              <Bar share={all === 0 ? 0 : (counts[i] ?? 0) / all} />
              {i === truth && <small>{happened ? m.lesson_mark_happened : m.lesson_mark_true}</small>}
            </li>
          ))}
        </ol>
      </div>
      <div>
        <div class={isOfMural(question) && model.mural ? "stage stage-mural" : "stage"}>
          {question === "first" ? (
            <RealThreads />
          ) : isOfMural(question) && model.mural ? (
            <MuralPictureView mural={model.mural} is_crossed />
          ) : (
            <BusScene picture={picture} now_ms={model.now_ms} />
          )}
        </div>
        <p class="saw">
          <Sentence words={saw(question, room, model.thrown)} />
        </p>
        <p class="true">
          <Sentence words={says} />
        </p>
      </div>
    </main>
  );
}
