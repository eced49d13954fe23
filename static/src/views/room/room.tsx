import * as m from "messages";
import { useState } from "preact/hooks";
import { shown } from "../../core/code";
import type { Actions, Model } from "../../core/model";
import type { MuralPicture } from "../../core/mural_model";
import { muralNote } from "../../core/mural_words";
import type { Picture } from "../../core/picture";
import { detail, headline, tally, tip } from "../../core/picture_words";
import { cameAndWaited, noRoom, seconds, untilReset, written } from "../../core/words";
import { page } from "../../lib/language";
import { Timeline } from "../chart/timeline";
import { SceneBody, sceneFoot } from "../lesson/scenes";
import { MuralCode } from "../mural/code";
import { PaintButton } from "../mural/paint_button";
import { ArriveButton } from "../parts/arrive_button";
import { BarMenu } from "../parts/bar_menu";
import { CodeField } from "../parts/code_field";
import { CodePanel } from "../parts/code_panel";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";
import { inTurn } from "../parts/in_turn";
import { JoinProgram, TakeHome } from "../parts/join_program";
import { LimitLeft } from "../parts/limit_left";
import { ReportLink } from "../parts/report_link";
import { Roster } from "../parts/roster";
import { Sentence } from "../parts/sentence";
import { Toast } from "../parts/toast";
import { TryingAgain } from "../parts/trying_again";
import { useKeptFocus } from "../parts/use_kept_focus";
import { BusScene } from "../scene/bus_scene";
import { Ways } from "./announced";
import { announcement, isOutside, type Outside } from "./announcements";
import { Join } from "./join";
import { FreeButton, MuralButton, MuralEverybody } from "./mural_everybody";
import { OUTSIDE } from "./outside";
import { Overlays } from "./overlays";
import { BreakButton, ResetButton, Seats } from "./room_sheet";

interface Props {
  model: Model;
  actions: Actions;
}

/** The wide page: you on the left, everybody on the right, the controls below. */
export function Room({ model, actions }: Props) {
  const { picture } = model;
  const [is_joining, setJoining] = useState(false);
  const is_covered = model.overlay !== null || is_joining;
  const me = useKeptFocus<HTMLElement>(".arrive, h1");
  return (
    <div class="room">
      <div class="room-page" inert={is_covered}>
        <RoomHeader model={model} actions={actions} news={is_covered ? null : model.toast} />
        <main class="room-main">
          <section ref={me} class="me" aria-label={m.room_you}>
            {model.you?.name != null && <You model={model} actions={actions} />}
            <Mine model={model} actions={actions} />
            {model.mural && <MuralCode mural={model.mural} />}
            {picture !== null && !model.mural && (
              <Code picture={picture} title={m.room_tab_runs} join={() => setJoining(true)} />
            )}
            {picture !== null && (
              <p class="tip">
                <Sentence
                  words={model.mural ? muralNote(model.mural).words : tip(picture, model.you?.worker != null)}
                />
              </p>
            )}
          </section>
          <section class="everybody" aria-label={m.room_everybody}>
            {model.mural ? (
              <MuralEverybody mural={model.mural} model={model} />
            ) : (
              picture !== null && <Everybody model={model} picture={picture} />
            )}
          </section>
        </main>
        {model.may_control && <Bar model={model} actions={actions} />}
      </div>
      <Overlays model={model} actions={actions} />
      {is_joining && picture !== null && (
        <JoinProgram code={model.code} join_url={model.join_url} picture={picture} close={() => setJoining(false)} />
      )}
      <Toast sentence={is_covered ? model.toast : null} />
    </div>
  );
}

const Code = inTurn(CodePanel);
const Time = inTurn(Timeline);
const Bar = inTurn(RoomBar);

function RoomHeader({ model, actions, news }: Props & { news: string | null }) {
  const dark = model.theme === "dark";
  const is_there = model.screen !== "wrong";
  return (
    <header class="room-header">
      <a class="brand" href={page("/")}>
        All Aboard
      </a>
      {is_there && (
        <>
          <span class="room-code sign num" translate={false}>
            {shown(model.code)}
          </span>
          <button type="button" class="button" onClick={actions.copy_link}>
            {m.copy_link}
          </button>
          <button type="button" class="button" onClick={() => actions.show("qr")}>
            {m.room_show_qr}
          </button>
        </>
      )}
      {model.may_control && model.picture?.has_release && <ReportLink code={model.code} />}
      <div class={news === null ? "news" : "news news-shown"}>
        <Toast sentence={news} />
        {model.polling && <span class="chip">{m.slow_line}</span>}
        {model.host_away && <span class="chip">{m.teacher_away}</span>}
        {is_there && !model.hosted && <span class="chip">{m.room_no_host}</span>}
      </div>
      <button type="button" class="button" onClick={actions.toggle_sound}>
        {model.sound ? m.sound_on : m.sound_off}
      </button>
      <button
        type="button"
        class="button button-square"
        aria-label={dark ? m.light_colours : m.dark_colours}
        onClick={actions.toggle_theme}
      >
        <Icon name="half" />
      </button>
    </header>
  );
}

function You({ model, actions }: Props) {
  const name = model.you?.name ?? "";
  return (
    <div class="who" translate={false}>
      <FaceDisc name={name} avatar={model.you?.avatar ?? null} />
      <span>
        <bdi translate={false}>{name}</bdi> <span class="dim">{m.room_is_you}</span>
        {model.new_worker && <small class="dim">{m.new_tab}</small>}
      </span>
      <button type="button" class="button" aria-label={m.room_edit_label} onClick={() => actions.show("edit")}>
        {m.room_edit}
      </button>
    </div>
  );
}

/** This worker's own button or state. */
export function Mine({ model, actions }: Props) {
  const { call, screen, profile, faces, lesson } = model;
  if (screen === "door" && profile && faces)
    return <Join model={model} actions={actions} profile={profile} faces={faces} is_part />;
  if (lesson !== null) {
    return (
      <div class="mine mine-lesson">
        <SceneBody key={lesson.name} scene={lesson} model={model} actions={actions} />
        <p class="dim">
          <Sentence words={sceneFoot(lesson) ?? ""} />
        </p>
      </div>
    );
  }
  switch (screen) {
    case "working":
    case "sending":
      if (model.mural?.gate === "none") return <MyStrip model={model} actions={actions} mural={model.mural} />;
      return (
        <>
          <h1 class="hidden">{m.working}</h1>
          <ArriveButton model={model} arrive={actions.arrive} is_new={call !== null} />
        </>
      );
    case "waiting":
    case "hold":
      return (
        <div class="mine-turns">
          <div class="mine mine-wait">
            <h1 tabIndex={-1}>{m.you_wait}</h1>
            <span>
              <Sentence words={m.room_inside({ paused: model.held === "paused" })} />
            </span>
            {call !== null && (
              <b class="mine-seconds num" translate={false} aria-hidden="true">
                {seconds((call.end_ms ?? model.now_ms) - call.at_ms)}
              </b>
            )}
          </div>
          {!model.mural && (
            // What the release will show: in its frame the style sheet only has to show it.
            <div class="mine mine-ahead" aria-hidden="true" inert>
              <Gone model={model} />
            </div>
          )}
        </div>
      );
    case "released":
      return (
        <div class="mine mine-go">
          <Gone model={model} />
        </div>
      );
    case "broken":
      return (
        <div class="mine mine-bad">
          <h1 tabIndex={-1}>{m.room_broke}</h1>
          {call?.generation === model.counts.generation && <code lang="en">BrokenBarrierError</code>}
          {!model.may_control && <span>{untilReset(model.hosted)}</span>}
        </div>
      );
    default:
      return <Quiet model={model} actions={actions} screen={screen} />;
  }
}

function Gone({ model }: Pick<Props, "model">) {
  return (
    <>
      <h1 tabIndex={-1}>{m.go}</h1>
      <span>{cameAndWaited(model)}</span>
      {model.call !== null && (
        <span>
          <Sentence words={m.room_gave({ index: model.call.index })} />
        </span>
      )}
    </>
  );
}

/** In a mural without the barrier. */
function MyStrip({ model, actions, mural }: Props & { mural: MuralPicture }) {
  const strip = mural.owners.findIndex((owner) => owner.you);
  if (strip >= 0 && !mural.painted[strip]) return <PaintButton model={model} paint={actions.arrive} />;
  return (
    <div class="mine">
      <h1 tabIndex={-1}>{strip < 0 ? m.room_watch_this : m.room_steps_done({ n: mural.n_steps })}</h1>
      <span>{strip < 0 ? m.room_strip_next : m.room_nobody_waits}</span>
    </div>
  );
}

const OFF = ["lost", "restarting", "superseded"];

function Quiet({ model, actions, screen }: Props & { screen: Parameters<typeof announcement>[0] | Outside }) {
  const { icon, heading, says, more, retries, act, other } = isOutside(screen)
    ? OUTSIDE[screen](actions, model)
    : announcement(screen, model, actions);
  const look = screen === "missed" ? "mine mine-go" : OFF.includes(screen) ? "mine mine-off" : "mine";
  return (
    <>
      <div class={look}>
        <h1 tabIndex={-1}>
          <Icon name={icon} /> <Sentence words={heading} />
        </h1>
        {[...says, ...(more ? [more] : [])].map((words, i) => (
          <span key={i}>
            <Sentence words={words} />
          </span>
        ))}
        {retries && <TryingAgain model={model} />}
      </div>
      {screen === "late" && <ArriveButton model={model} arrive={actions.arrive} />}
      {screen === "wrong" && <CodeField code={model.code} error={noRoom(model.code)} />}
      <Ways key={model.free_seat?.name} act={act} other={other} />
    </>
  );
}

function Everybody({ model, picture }: { model: Model; picture: Picture }) {
  const { k, n } = tally(picture);
  return (
    <>
      <div class="tally">
        <p class="tally-count num" translate={false}>
          {written(k)}
          <small>{m.of_n({ n })}</small>
        </p>
        <div>
          <h2>{headline(picture)}</h2>
          <p class="dim">
            <Sentence words={detail(picture)} />
          </p>
        </div>
        <LimitLeft model={model} />
      </div>
      <div class="stage" translate={false}>
        <BusScene picture={picture} now_ms={model.now_ms} />
        <Roster picture={picture} />
      </div>
      <Time picture={picture} />
    </>
  );
}

function RoomBar({ model, actions }: Props) {
  return (
    <footer class="room-bar">
      <Seats model={model} actions={actions} />
      <BarMenu>
        <button type="button" class="button" onClick={() => actions.add_robot("steady")}>
          {m.robot}
        </button>
        <button type="button" class="button" onClick={actions.open_tab}>
          {m.room_open_tab}
        </button>
        <MuralButton model={model} actions={actions} />
        <TakeHome code={model.code} is_there={model.picture?.has_release} />
        <FreeButton model={model} actions={actions} />
      </BarMenu>
      <span class="spring" />
      <button
        type="button"
        class="button button-square"
        aria-label={m.host_key_list}
        onClick={() => actions.show("keys")}
      >
        ?
      </button>
      <ResetButton model={model} actions={actions} />
      <BreakButton model={model} actions={actions} />
    </footer>
  );
}
