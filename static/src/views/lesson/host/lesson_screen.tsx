import type { HostActions, HostModel } from "../../../core/host_model";
import type { ProjectorScene } from "../../../core/lesson_steps";
import type { Picture } from "../../../core/picture";
import type { Snapshot } from "../../../core/protocol";
import { OtherWorld } from "./other_world";
import { Ask, Told } from "./question";
import { PausedSign } from "./round_parts";
import { Deal, ResultScreen, Story, TicketScreen } from "./screens";

type Screen = "story" | "without" | "ask" | "told" | "deal" | "what_if" | "ticket" | "result";

const SCREENS: readonly ProjectorScene[] = ["story", "without", "ask", "told", "deal", "what_if", "ticket", "result"];

/** Has this scene a page of its own? The others are the round, with something beside it. */
export function isScreen(scene: ProjectorScene): scene is Screen {
  return SCREENS.includes(scene);
}

interface Props {
  scene: Screen;
  room: Snapshot;
  model: HostModel;
  picture: Picture;
  actions: HostActions;
}

export function LessonScreen(props: Props) {
  return (
    <div class="lesson-screen">
      <Scene {...props} />
      {props.room.paused_since_ms !== undefined && <PausedSign />}
    </div>
  );
}

function Scene({ scene, room, model, picture, actions }: Props) {
  const { asking } = room;
  switch (scene) {
    case "story":
      return <Story model={model} picture={picture} actions={actions} />;
    case "deal":
      return <Deal model={model} picture={picture} actions={actions} />;
    case "ask":
      return asking ? <Ask picture={picture} room={room} asking={asking} /> : null;
    case "told":
      return asking ? <Told model={model} picture={picture} room={room} asking={asking} /> : null;
    case "without":
    case "what_if":
      return <OtherWorld key={scene} scene={scene} model={model} actions={actions} />;
    case "ticket":
      return asking ? <TicketScreen asking={asking} /> : null;
    case "result":
      return asking ? <ResultScreen asking={asking} join_url={model.join_url} /> : null;
  }
}
