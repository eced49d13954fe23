import * as m from "messages";
import type { LessonScene } from "../../core/lesson_types";
import type { Actions, Model } from "../../core/model";
import { SceneBody, sceneFoot } from "../lesson/scenes";
import { Sentence } from "../parts/sentence";
import { Toast } from "../parts/toast";
import { Phone } from "./phone";
import { PhoneHeader } from "./phone_header";

interface Props {
  model: Model;
  actions: Actions;
}

/** The phone's page while a lesson runs: its own screens, and the ordinary ones between them. */
export function PhoneLesson({ model, actions }: Props) {
  const scene = model.lesson;
  if (scene === null) return <Phone model={model} actions={actions} />;
  const colour = colourOf(scene, model);
  const foot = sceneFoot(scene);
  return (
    <div class={colour === null ? "phone phone-lesson" : `phone phone-lesson phone-full phone-${colour}`}>
      <div class="phone-page" inert={model.overlay !== null}>
        <PhoneHeader model={model} actions={actions} />
        {model.host_away && <p class="host-away">{m.teacher_away}</p>}
        <main class={scene.name === "ask" || scene.name === "wrong" || scene.name === "ticket" ? "phone-question" : ""}>
          <SceneBody key={scene.name} scene={scene} model={model} actions={actions} />
        </main>
        {foot !== null && (
          <footer class="dim">
            <Sentence words={foot} />
          </footer>
        )}
      </div>
      <Toast sentence={model.toast} />
    </div>
  );
}

function colourOf(scene: LessonScene, model: Model): string | null {
  if (scene.name === "wrong" && model.screen === "waiting") return "wait";
  if (scene.name === "drill") return scene.at.state === "tell" ? null : scene.at.state;
  if (scene.name !== "card") return null;
  return scene.card === "crash" ? "off" : scene.card === "action" ? "bad" : null;
}
