import * as m from "messages";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isAsking } from "../../../core/asked";
import { presenceWords, seatWords, silence, silent } from "../../../core/host_words";
import type { Face } from "../../../core/picture";
import { NAMED_MISSING } from "../../../core/picture_words";
import { breakQuestion, seconds, type Words } from "../../../core/words";
import { FaceDisc } from "../../parts/face";
import { Icon } from "../../parts/icons";
import { Key } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
import { LetGoButton, NudgeButton } from "../person_buttons";
import type { PanelProps } from "../props";

const LIMIT_S = 30;
/** Cards for a few, names for up to this many. */
export const MOST_NAMED = 12;

/** Who the bus waits for: a card each, then what concerns the whole bus. No ranking, and no red on a person. */
export function Missing(props: PanelProps) {
  const { model, picture, actions } = props;
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    keep.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const { missing } = picture;
  const limited = model.rules.timeout_s !== null;
  return (
    <section class="kit" aria-label={m.host_missing_label}>
      <div class="kit-head">
        <h2>{m.host_missing({ n: missing.length })}</h2>
        <p>{m.host_last_opens}</p>
        <span class="spring" />
        {picture.parties_rule === "everyone" && <p>{m.host_let_go_is}</p>}
      </div>
      <div class="cards">
        {missing.slice(0, NAMED_MISSING).map((face) => (
          <Card key={face.worker} {...props} face={face} />
        ))}
        <div class="person-card bus-card">
          <b>{m.host_whole_bus}</b>
          <LetSilentGo picture={picture} actions={actions} />
          <div class="two">
            <button
              type="button"
              class="button"
              aria-pressed={limited}
              onClick={() => actions.set_rules({ timeout_s: limited ? null : LIMIT_S })}
            >
              {m.time_limit_s({ s: model.rules.timeout_s ?? LIMIT_S })}
            </button>
            <button type="button" class="button button-bad" onClick={actions.abort}>
              {isAsking(model.confirming, "abort") ? (
                breakQuestion(model.counts.n_waiting)
              ) : (
                <>
                  {m.break_it} <Key name="⇧A" />
                </>
              )}
            </button>
          </div>
          <button ref={keep} type="button" class="button button-main" onClick={() => actions.show(null)}>
            {m.host_keep_waiting} <Key name="Esc" />
          </button>
        </div>
      </div>
      {missing.length > NAMED_MISSING && (
        <p class="more-missing">
          <Sentence words={andMore(missing)} />
        </p>
      )}
    </section>
  );
}

/** Those without a card: by name, and then by number. */
function andMore(missing: readonly Face[]): Words {
  const named = missing.slice(NAMED_MISSING, MOST_NAMED);
  const names = named.flatMap((face, i) => (i === 0 ? [face] : [", ", face]));
  return m.host_missing_and({ names, n: Math.max(0, missing.length - MOST_NAMED) });
}

/** At any number: those still there get on again with one press. */
export function LetSilentGo({ picture, actions }: Pick<PanelProps, "picture" | "actions">) {
  const workers = silent(picture).map((face) => face.worker);
  if (workers.length === 0) return null;
  return (
    <button type="button" class="button" onClick={() => actions.let_all_go(workers)}>
      {m.host_let_silent_go({ n: workers.length })}
    </button>
  );
}

function Card({ model, picture, actions, face }: PanelProps & { face: Face }) {
  const worker = model.workers.find((seated) => seated.worker === face.worker);
  const silent_ms = silence(worker, model.now_ms);
  const is_here = face.presence === "connected";
  const from_ms = Math.max(picture.since_ms, worker?.joined_at_ms ?? 0);
  return (
    <div class="person-card">
      <div class="person">
        <span class={face.presence}>
          <FaceDisc name={face.name} avatar={face.avatar} kind={face.kind} />
        </span>
        <div>
          <h3>
            <bdi translate={false}>{face.name}</bdi>
          </h3>
          <p class="dim num" translate={false}>
            {is_here
              ? m.host_working_for({ time: seconds(model.now_ms - from_ms) })
              : seatWords(model, face, silent_ms)}
          </p>
        </div>
      </div>
      <p class={`presence presence-${face.presence}`}>
        <Icon name={is_here ? "work" : face.presence === "gone" ? "out" : "off"} />{" "}
        <span class="num" translate={false}>
          {presenceWords(face, silent_ms)}
        </span>
      </p>
      <div class="two">
        <NudgeButton face={face} actions={actions} />
        <LetGoButton face={face} actions={actions} />
      </div>
    </div>
  );
}
