import * as m from "messages";
import type { Pattern } from "../../core/algorithms/arrivals";
import { CARDS, FEWEST_WORKERS, type Kind, MOST_WORKERS, THEORY } from "../../core/algorithms/gallery";
import { type GalleryModel, leakyPlayers, saysAt, type View } from "../../core/algorithms/gallery_model";
import { isolated, plain } from "../../core/words";
import { page } from "../../lib/language";
import { Lanes } from "../machine/lanes";
import { Stage } from "../machine/stage";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { Cards } from "./cards";
import { Growth } from "./growth";
import { LeakyCode, LeakyLanes } from "./leaky";
import { Tables } from "./table";

export interface GalleryActions {
  choose(kind: Kind): void;
  set_workers(n: number): void;
  set_pattern(pattern: Pattern): void;
  set_view(view: View): void;
  count(what: "steps" | "signals"): void;
  go_to(step: number): void;
  play(): void;
}

export interface GalleryProps {
  model: GalleryModel;
  step: number;
  is_playing: boolean;
  /** Why a room's round is not shown. */
  notice: string | null;
  actions: GalleryActions;
}

/** Five ways to find out that everybody is here, and one of them does not. */
export function GalleryPage(props: GalleryProps) {
  const { model, step, actions } = props;
  const { room } = model;
  return (
    <div class="gallery">
      <header class="gallery-header">
        <a class="brand" href={page("/")}>
          <i class="brand-bus" aria-hidden="true" />
          All Aboard
        </a>
        <h1>{m.algorithms_heading}</h1>
        <span class="spring" />
        {room !== null && (
          <a class="button" href={page(`/${room.code}/report`)}>
            {m.algorithms_back_to_report}
          </a>
        )}
        <a class="button" href={page("/teachers")}>
          {m.for_teachers}
        </a>
        {room === null && (
          <a class="button gallery-start" href={page("/")}>
            {m.start_room}
          </a>
        )}
      </header>
      <main>
        <Cards kind={model.kind} costs={model.costs} choose={actions.choose} />
        <div class="gallery-two">
          <Machine model={model} step={step} />
          <InTime model={model} step={step} actions={actions} />
        </div>
        <Says {...props} />
      </main>
      <footer class="gallery-foot">
        <Bar {...props} />
        <PlayButtons {...props} />
      </footer>
    </div>
  );
}

function Machine({ model, step }: Pick<GalleryProps, "model" | "step">) {
  const { kind, run, players } = model;
  return (
    <section class="gallery-box gallery-sky" aria-labelledby="machine">
      <div class="gallery-head">
        <h2 id="machine">{run === null ? m.the_code : m.drill_who_tells}</h2>
        <p>{CARDS[kind].term}</p>
      </div>
      {kind === "leaky" || run === null ? (
        <LeakyCode players={leakyPlayers(model)} step={step} />
      ) : (
        <Stage kind={kind} players={players} run={run} step={step} />
      )}
    </section>
  );
}

const VIEWS: readonly [View, string][] = [
  ["time", m.algorithms_in_time],
  ["growth", m.algorithms_as_it_grows],
  ["table", m.algorithms_table],
];

function InTime({ model, step, actions }: Pick<GalleryProps, "model" | "step" | "actions">) {
  const { kind, run, players, path, view, curves, counted, n } = model;
  const is_leaky = kind === "leaky" || run === null;
  const [heading, explains] = is_leaky ? [m.algorithms_three_two, ""] : headingOf(model);
  return (
    <section class="gallery-box" aria-labelledby="in-time">
      <div class="gallery-head">
        <h2 id="in-time">{heading}</h2>
        <p>{explains}</p>
        {!is_leaky && view === "growth" && (
          <Segments
            label={m.algorithms_what_counted}
            options={[
              ["steps", m.algorithms_steps],
              ["signals", m.algorithms_signals],
            ]}
            chosen={counted}
            choose={actions.count}
          />
        )}
        {!is_leaky && (
          <Segments label={m.algorithms_what_shown} options={VIEWS} chosen={view} choose={actions.set_view} />
        )}
      </div>
      {is_leaky ? (
        <LeakyLanes players={leakyPlayers(model)} step={step} />
      ) : view === "growth" ? (
        <Growth kind={kind} curves={curves} counted={counted} n={n} />
      ) : view === "table" ? (
        <Tables model={model} step={step} />
      ) : (
        <Lanes kind={kind} players={players} run={run} path={path} step={step} />
      )}
    </section>
  );
}

function headingOf({ view, counted, kind }: GalleryModel): [string, string] {
  if (view === "time") return [m.drill_in_time, m.algorithms_red_chain];
  if (kind === "leaky") return ["", ""];
  if (view === "growth") {
    return [m.algorithms_class_grows, counted === "steps" ? m.algorithms_steps_after : m.algorithms_signals_in_all];
  }
  const { signals, steps, at_most } = THEORY[kind];
  return [
    m.algorithms_in_numbers,
    m.algorithms_theory({ signals: isolated(signals), steps: isolated(steps), at_most }),
  ];
}

interface SegmentsProps<T extends string> {
  label: string;
  options: readonly (readonly [T, string])[];
  chosen: T;
  choose(value: T): void;
  is_off?: boolean;
}

/** Buttons in a row, one of them pressed. */
function Segments<T extends string>({ label, options, chosen, choose, is_off = false }: SegmentsProps<T>) {
  return (
    <fieldset class="gallery-segments" disabled={is_off}>
      <legend class="hidden">{label}</legend>
      {options.map(([value, text]) => (
        <button key={value} type="button" aria-pressed={!is_off && value === chosen} onClick={() => choose(value)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}

function Says({ model, step, notice, actions }: GalleryProps) {
  const { heading, words } = saysAt(model, step);
  return (
    <div class="gallery-says">
      <p class="gallery-step num" translate={false}>
        <Sentence words={heading} />
      </p>
      <div>
        <p class="gallery-sentence" role="status">
          <span>
            <Sentence words={words} />
          </span>
        </p>
        {notice !== null && <p class="gallery-notice">{notice}</p>}
      </div>
      <input
        type="range"
        aria-label={m.mural_head_step}
        aria-valuetext={plain(heading)}
        min={0}
        max={model.end}
        value={step}
        onInput={(event) => actions.go_to(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

const PATTERNS: readonly [Pattern, string][] = [
  ["at_once", m.algorithms_at_once],
  ["class", m.algorithms_like_class],
  ["one_late", m.algorithms_one_late],
];

function Bar({ model, actions }: GalleryProps) {
  const { kind, pattern, room, n } = model;
  const is_leaky = kind === "leaky";
  const is_room = pattern === "room";
  const patterns = room === null ? PATTERNS : [...PATTERNS, ["room", m.algorithms_your_class] as [Pattern, string]];
  return (
    <div class="gallery-bar">
      <label>
        {m.report_col_workers}
        <input
          type="range"
          min={FEWEST_WORKERS}
          max={MOST_WORKERS}
          value={is_leaky ? 3 : n}
          disabled={is_leaky || is_room}
          onInput={(event) => actions.set_workers(event.currentTarget.valueAsNumber)}
        />
        <b class="gallery-n num" translate={false} aria-hidden="true">
          {is_leaky ? 3 : n}
        </b>
      </label>
      <Segments
        label={m.algorithms_who_when}
        options={patterns}
        chosen={pattern}
        choose={actions.set_pattern}
        is_off={is_leaky}
      />
      <p class="gallery-source">
        {is_leaky ? (
          <>
            {m.algorithms_found_by}
            <br />
            <cite dir="ltr" translate={false}>
              Downey, The Little Book of Semaphores.
            </cite>
          </>
        ) : (
          <>
            <cite dir="ltr" translate={false}>
              Mellor-Crummey, Scott, 1991.
            </cite>
            <br />
            {m.algorithms_one_step_each}
          </>
        )}
      </p>
    </div>
  );
}

function PlayButtons({ model, step, is_playing, actions }: GalleryProps) {
  return (
    <div class="gallery-play">
      <button
        type="button"
        class="button gallery-arrow"
        aria-label={m.algorithms_step_back}
        aria-disabled={step === 0}
        onClick={() => actions.go_to(step - 1)}
      >
        ‹{" "}
        <kbd class="key-name" aria-hidden="true">
          ←
        </kbd>
      </button>
      <button
        type="button"
        class="button gallery-arrow"
        aria-label={m.algorithms_step_on}
        aria-disabled={step === model.end}
        onClick={() => actions.go_to(step + 1)}
      >
        ›{" "}
        <kbd class="key-name" aria-hidden="true">
          →
        </kbd>
      </button>
      <button type="button" class="button button-main" onClick={actions.play}>
        <Icon name={is_playing ? "wait" : "go"} /> {is_playing ? m.report_stop : m.report_play}{" "}
        <kbd class="key-name" aria-hidden="true">
          {m.host_space}
        </kbd>
      </button>
    </div>
  );
}
