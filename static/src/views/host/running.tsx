import * as m from "messages";
import { flood } from "../../core/flood";
import type { HostActions, HostModel } from "../../core/host_model";
import { clock, enoughSeats, hostHeadline, isFew, note } from "../../core/host_words";
import { phaseWord } from "../../core/phase_words";
import type { Picture } from "../../core/picture";
import { detail, onLines, tally } from "../../core/picture_words";
import type { Snapshot, Spread } from "../../core/protocol";
import { spreadWords } from "../../core/spread";
import { written } from "../../core/words";
import { Timeline } from "../chart/timeline";
import { PausedSign, PythonSays, Remedies, Turned, WhatIsWrong, YouGuessed } from "../lesson/host/round_parts";
import { CodePanel } from "../parts/code_panel";
import { Icon, type IconName } from "../parts/icons";
import { inTurn } from "../parts/in_turn";
import { Key } from "../parts/panel";
import { Roster } from "../parts/roster";
import { Sentence } from "../parts/sentence";
import { BusScene } from "../scene/bus_scene";
import { NoteCard } from "./note_card";
import { hasPrograms, Kinds } from "./panels/kinds";
import { LetSilentGo, MOST_NAMED } from "./panels/missing";
import { PanelIn, panelPlace } from "./panels/panels";
import { LetGoButton, NudgeButton } from "./person_buttons";

interface Props {
  model: HostModel;
  picture: Picture;
  actions: HostActions;
}

/** The round: number, bus and time on the left, code and words on the right; a kit below both when there is one. */
export function Running({ model, picture, actions }: Props) {
  const has_panel = !model.back_row && panelPlace(model) === "below";
  const { remote, room } = model;
  const lesson_note = remote && room ? lessonNote(model, room) : null;
  const card_for_all = model.back_row && remote?.scene === "turned" ? lesson_note : null;
  const lesson_kit = has_panel ? null : (lessonKit(model, actions) ?? card_for_all);
  const kit = has_panel || lesson_kit !== null;
  return (
    <main class={kit ? "running with-kit" : "running"}>
      <section class="left" aria-label={m.host_barrier}>
        <div class="head">
          <Count picture={picture} />
          <Clock picture={picture} limit_s={model.rules.timeout_s} />
        </div>
        {!kit && !model.back_row && (
          <div class="settle">
            {remote ? (
              <LetSilentGo picture={picture} actions={actions} />
            ) : (
              <WayOut model={model} picture={picture} actions={actions} />
            )}
          </div>
        )}
        <Stage picture={picture} model={model} actions={actions} />
        {!kit && !model.back_row && <Time picture={picture} actions={actions} />}
      </section>
      {!model.back_row && <Code model={model} picture={picture} actions={actions} has_kit={kit} />}
      {lesson_kit}
      {has_panel && <PanelIn place="below" model={model} picture={picture} actions={actions} />}
    </main>
  );
}

const Time = inTurn(({ picture, actions }: Pick<Props, "picture" | "actions">) => (
  <Timeline picture={picture} pick={pickIn(actions)} />
));

/** The right column. */
const Code = inTurn(({ model, picture, actions, has_kit }: Props & { has_kit: boolean }) => {
  const { remote, room } = model;
  const lesson_note = remote && room ? lessonNote(model, room) : null;
  const has_python = remote?.scene === "wrong" || remote?.scene === "remedy";
  return (
    <aside>
      <CodePanel picture={picture} title={m.host_worker_runs} join={() => actions.show({ name: "python" })} />
      {has_python && room && <PythonSays room={room} />}
      {lesson_note ??
        (!(has_kit && has_python) &&
          (hasPrograms(picture) ? <Kinds picture={picture} /> : <NoteCard {...note(picture)} />))}
      {!has_kit && !lesson_note && !has_python && <Below model={model} picture={picture} actions={actions} />}
    </aside>
  );
});

/** The last card of the right column. */
function Below({ model, picture, actions }: Props) {
  const spread = picture.state === "released" && model.spread?.generation === picture.generation ? model.spread : null;
  if (spread) return <Together spread={spread} actions={actions} />;
  return hasPrograms(picture) || picture.exception ? null : <StateKey picture={picture} />;
}

/** What a lesson puts below the picture. */
function lessonKit(model: HostModel, actions: HostActions) {
  const { remote, room } = model;
  const asking = room?.asking;
  if (remote?.scene === "wrong" && asking) return <WhatIsWrong asking={asking} />;
  if (remote?.scene === "remedy" && asking && room.timeout_s === null)
    return <Remedies model={model} room={room} actions={actions} asking={asking} />;
  return null;
}

/** What a lesson says in the note's place. */
function lessonNote({ remote, now_ms, thrown }: HostModel, room: Snapshot) {
  if (remote?.scene === "run" && room.asking) return <YouGuessed room={room} asking={room.asking} now_ms={now_ms} />;
  if (remote?.scene === "turned" && room.turned) return <Turned turned={room.turned} room={room} thrown={thrown} />;
  return null;
}

function pickIn(actions: HostActions) {
  return (worker: number) => actions.show({ name: "seat", worker, at: null });
}

function Count({ picture }: { picture: Picture }) {
  const { k, n } = tally(picture);
  return (
    <>
      <p class="big-count num" translate={false}>
        {written(k)}
        <small>{m.of_n({ n })}</small>
      </p>
      <div class="what">
        <h1 tabIndex={-1}>{hostHeadline(picture)}</h1>
        <p class={enoughSeats(picture) === null ? "" : "never"}>
          <Sentence words={detail(picture)} />
        </p>
      </div>
    </>
  );
}

/** What the host may want to press now, in the picture's empty sky. */
function WayOut({ model, picture, actions }: Props) {
  if (picture.state === "released" && picture.aboard.length > 1) return <OtherWorlds actions={actions} />;
  const seats = enoughSeats(picture);
  if (seats !== null) return <Enough seats={seats} model={model} actions={actions} />;
  if (isFew(picture)) return <Settle model={model} picture={picture} actions={actions} />;
  return <Many model={model} picture={picture} actions={actions} />;
}

/** More are missing than can be settled one by one here. */
function Many({ model, picture, actions }: Props) {
  const may_name = picture.state === "filling" && picture.missing.length > 0 && picture.missing.length <= MOST_NAMED;
  return (
    <>
      <LetSilentGo picture={picture} actions={actions} />
      {may_name && (
        <button
          type="button"
          class="button"
          aria-expanded={model.panel?.name === "missing"}
          onClick={() => actions.show({ name: "missing" })}
        >
          {m.host_who_is_missing}
        </button>
      )}
      <Newcomers model={model} actions={actions} />
    </>
  );
}

/** When all have gone there is something to talk about. */
function OtherWorlds({ actions }: Pick<Props, "actions">) {
  return (
    <button type="button" class="button" onClick={actions.toggle_what_if}>
      {m.what_if} <Key name="I" />
    </button>
  );
}

/** More seats than workers: the way out stands beside the sentence that says so. */
function Enough({ seats, model, actions }: Pick<Props, "model" | "actions"> & { seats: number }) {
  return (
    <button type="button" class="button" onClick={() => actions.set_parties(seats)}>
      {model.confirming === `parties ${seats}` ? m.host_really_make_it({ n: seats }) : m.host_make_it({ n: seats })}
    </button>
  );
}

/** One missing can be settled in one press; for two to four the kit has a card each. */
function Settle({ model, picture, actions }: Props) {
  const only = picture.missing.length === 1 ? picture.missing[0] : undefined;
  return (
    <>
      {only !== undefined && (
        <>
          <NudgeButton face={only} actions={actions} />
          <LetGoButton face={only} actions={actions} />
        </>
      )}
      <button
        type="button"
        class="button"
        aria-expanded={model.panel?.name === "missing"}
        aria-label={only === undefined ? undefined : m.host_more_missing}
        onClick={() => actions.show({ name: "missing" })}
      >
        {only === undefined ? m.host_who_is_missing : "…"}
      </button>
    </>
  );
}

/** Many who came during the trip: the class, or strangers? Asked, and opened by the host only. */
function Newcomers({ model, actions }: Pick<Props, "model" | "actions">) {
  const { late, is_many } = flood(model.workers, model.ours_until_ms, model.now_ms);
  if (!is_many) return null;
  return (
    <button type="button" class="button" onClick={() => actions.show({ name: "flood" })}>
      {m.host_are_new({ n: late })}
    </button>
  );
}

function Clock({ picture, limit_s }: { picture: Picture; limit_s: number | null }) {
  const { time, says, is_limit } = clock(picture, limit_s);
  return (
    <p class={is_limit ? "clock clock-limit num" : "clock num"} aria-hidden="true">
      <b>{time}</b>
      <span>{says}</span>
    </p>
  );
}

/** A press on a face opens its menu; without a pointer the table has the same names. */
function Stage({ picture, model, actions }: Props) {
  const open = (event: Event) => {
    const face = event.target instanceof Element ? event.target.closest("[data-worker]") : null;
    if (face === null) return;
    const { left, top, width, height } = face.getBoundingClientRect();
    const at = { x: left + width / 2, y: top + height / 2, r: Math.max(width, height) / 2 };
    actions.show({ name: "seat", worker: Number(face.getAttribute("data-worker")), at });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table below has a button for each worker
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <div class="stage" translate={false} onClick={open}>
      <BusScene picture={picture} now_ms={model.now_ms} />
      <Roster picture={picture} />
      {model.room?.paused_since_ms !== undefined && <PausedSign />}
    </div>
  );
}

/** In the place of the key, whose numbers say nothing new when all have gone. */
function Together({ spread, actions }: { spread: Spread; actions: HostActions }) {
  return (
    <section class="note-card spread-card">
      <div class="row">
        <h2>{m.how_close}</h2>
        <button type="button" class="button" onClick={() => actions.show({ name: "exits" })}>
          {m.host_threads} <Key name="E" />
        </button>
      </div>
      <p>
        <Sentence words={spreadWords(spread)} />
      </p>
    </section>
  );
}

function StateKey({ picture }: { picture: Picture }) {
  const on = onLines(picture);
  const broken = picture.state === "broken";
  const rows: [IconName, string, number][] = [
    ["work", m.host_key_is_working({ phase: phaseWord(picture.phase) }), on.work],
    broken ? ["bad", m.host_key_stopped, on.wait] : ["wait", m.host_key_waits, on.wait],
    ["go", m.host_key_gone({ phase: phaseWord(picture.next_phase) }), on.go],
  ];
  return (
    <dl class="state-key">
      {rows.map(([icon, word, count]) => (
        <div key={icon} class={`key-${icon}`}>
          <dt>
            <i>
              <Icon name={icon} />
            </i>
            {word}
          </dt>
          <dd class="num" translate={false}>
            {written(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
