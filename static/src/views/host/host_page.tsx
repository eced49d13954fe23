import * as m from "messages";
import type { Screen } from "../../core/model";
import { LessonBar } from "../lesson/host/lesson_bar";
import { isScreen, LessonScreen } from "../lesson/host/lesson_screen";
import { inTurn } from "../parts/in_turn";
import { useKeptFocus } from "../parts/use_kept_focus";
import { HostBar } from "./bar";
import { DrillBar } from "./drill_bar";
import { DrillRunning } from "./drill_running";
import { HostHeader } from "./header";
import { Lobby } from "./lobby";
import { MuralBar } from "./mural_bar";
import { MuralRunning } from "./mural_running";
import { NotHere } from "./not_here";
import { PanelIn, panelPlace } from "./panels/panels";
import type { HostProps, PanelProps } from "./props";
import { Running } from "./running";

/** The host cannot go on from here, whatever this page knows of the room. */
const NOT_HERE: readonly Screen[] = ["wrong", "no_key", "outdated", "refused"];

/** Everything above the bar is for the class; the bar is for the host. */
export function HostPage({ model, actions }: HostProps) {
  const { picture, screen, remote, room, drill } = model;
  const page = useKeptFocus<HTMLDivElement>("main h1");
  if (picture === null || NOT_HERE.includes(screen)) return <NotHere model={model} actions={actions} />;
  const is_replaced = panelPlace(model) === "instead";
  const mural = picture.state === "lobby" ? null : model.mural;
  const is_bar_away = model.bar_hidden || model.back_row;
  const looks = ["host", `host-${mural ? "mural" : picture.state}`];
  if (model.back_row) looks.push("back-row");
  if (is_bar_away) looks.push("bar-away");
  return (
    <div ref={page} class={looks.join(" ")}>
      <Header model={model} actions={actions} />
      {is_replaced ? (
        <PanelIn place="instead" model={model} picture={picture} actions={actions} />
      ) : drill ? (
        <DrillRunning model={model} drill={drill} />
      ) : remote?.scene && isScreen(remote.scene) && room ? (
        <LessonScreen scene={remote.scene} room={room} model={model} picture={picture} actions={actions} />
      ) : picture.state === "lobby" ? (
        <Lobby model={model} picture={picture} actions={actions} />
      ) : mural ? (
        <MuralRunning model={model} picture={picture} mural={mural} />
      ) : (
        <Running model={model} picture={picture} actions={actions} />
      )}
      {!is_replaced && !is_bar_away && <Bar model={model} picture={picture} actions={actions} />}
      {is_bar_away && (
        <button
          type="button"
          class="button button-small bar-back"
          onClick={model.back_row ? actions.toggle_back_row : actions.toggle_bar}
        >
          {m.host_show_bar}
        </button>
      )}
      <PanelIn place="over" model={model} picture={picture} actions={actions} />
    </div>
  );
}

const Header = inTurn(HostHeader);
const Bar = inTurn(({ model, picture, actions }: PanelProps) => {
  const { remote, mural, drill } = model;
  if (drill) return <DrillBar model={model} drill={drill} actions={actions} />;
  if (remote !== null) return <LessonBar model={model} remote={remote} actions={actions} />;
  if (mural) return <MuralBar model={model} mural={mural} actions={actions} />;
  return <HostBar model={model} picture={picture} actions={actions} />;
});
