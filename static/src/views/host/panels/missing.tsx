import { useLayoutEffect, useRef } from "preact/hooks";
import { isAsking } from "../../../core/asked";
import { presenceWords, seatWords, silence, silent } from "../../../core/host_words";
import type { Face } from "../../../core/picture";
import { NAMED_MISSING } from "../../../core/picture_words";
import { breakQuestion, seconds } from "../../../core/words";
import { FaceDisc } from "../../parts/face";
import { Icon } from "../../parts/icons";
import { Key } from "../../parts/panel";
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
    <section class="kit" aria-label="Who the bus waits for">
      <div class="kit-head">
        <h2>The bus waits for {missing.length}</h2>
        <p>The last to arrive opens the gate.</p>
        <span class="spring" />
        {picture.parties_rule === "everyone" && <p>Let go = the bus gets one seat fewer.</p>}
      </div>
      <div class="cards">
        {missing.slice(0, NAMED_MISSING).map((face) => (
          <Card key={face.worker} {...props} face={face} />
        ))}
        <div class="person-card bus-card">
          <b>Or for the whole bus</b>
          <LetSilentGo picture={picture} actions={actions} />
          <div class="two">
            <button
              type="button"
              class="button"
              aria-pressed={limited}
              onClick={() => actions.set_rules({ timeout_s: limited ? null : LIMIT_S })}
            >
              Time limit {model.rules.timeout_s ?? LIMIT_S} s
            </button>
            <button type="button" class="button button-bad" onClick={actions.abort}>
              {isAsking(model.confirming, "abort") ? (
                breakQuestion(model.counts.n_waiting)
              ) : (
                <>
                  Break it <Key name="⇧A" />
                </>
              )}
            </button>
          </div>
          <button ref={keep} type="button" class="button button-main" onClick={() => actions.show(null)}>
            Keep waiting <Key name="Esc" />
          </button>
        </div>
      </div>
      {missing.length > NAMED_MISSING && (
        <p class="more-missing">
          and{" "}
          {missing.slice(NAMED_MISSING, MOST_NAMED).map((face, i) => (
            <span key={face.worker}>
              {i > 0 && ", "}
              <bdi translate={false}>{face.name}</bdi>
            </span>
          ))}
          {missing.length > MOST_NAMED && ` and ${missing.length - MOST_NAMED} more`}
        </p>
      )}
    </section>
  );
}

/** At any number: those still there get on again with one press. */
export function LetSilentGo({ picture, actions }: Pick<PanelProps, "picture" | "actions">) {
  const workers = silent(picture).map((face) => face.worker);
  if (workers.length === 0) return null;
  return (
    <button type="button" class="button" onClick={() => actions.let_all_go(workers)}>
      {workers.length === 1 ? "Let go the one without signal" : `Let go all ${workers.length} without signal`}
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
            {is_here ? `working for ${seconds(model.now_ms - from_ms)}` : seatWords(model, face, silent_ms)}
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
