import * as m from "messages";
import { robotsWords } from "../../../core/host_words";
import type { Pace } from "../../../core/protocol";
import { FaceDisc } from "../../parts/face";
import { Choice, Key, Panel } from "../../parts/panel";
import type { PanelProps } from "../props";

const PACES: readonly { value: Pace; text: string; says: string }[] = [
  { value: "quick", text: m.host_quick, says: m.host_quick_says },
  { value: "steady", text: m.host_steady, says: m.host_steady_says },
  { value: "slow", text: m.host_slow, says: m.host_slow_says },
];
const MOST = 30;
const MOST_DRAWN = 5;

export function RobotsPanel({ model, picture, actions }: PanelProps) {
  const { count, pace } = model.robots;
  const set = (more: number) => actions.set_robots({ pace, count: Math.min(MOST, Math.max(1, count + more)) });
  const robots = model.workers.filter(({ kind }) => kind === "robot").map(({ worker }) => worker);
  return (
    <Panel label={m.host_add_robots} look="robots-panel">
      <div class="row">
        <h2>{m.host_add_robots}</h2>
        <span class="spring" />
        <p class="dim">{m.host_robots_like_you}</p>
      </div>
      <div class="labelled">
        <b>{m.host_how_many}</b>
        <div class="row">
          <span class="stepper">
            <button type="button" aria-label={m.host_robot_fewer} onClick={() => set(-1)}>
              −
            </button>
            <output aria-label={m.host_robots({ n: count })}>{count}</output>
            <button type="button" aria-label={m.host_robot_more} onClick={() => set(1)}>
              +
            </button>
          </span>
          <span class="robot-faces">
            {Array.from({ length: Math.min(MOST_DRAWN, count) }, (_, i) => (
              <FaceDisc key={`robot ${i}`} name="Robot" avatar={null} kind="robot" />
            ))}
          </span>
        </div>
        <b>{m.host_pace}</b>
        <Choice
          label={m.host_pace}
          options={PACES}
          chosen={pace}
          choose={(chosen) => actions.set_robots({ count, pace: chosen })}
        />
        <p>
          {m.host_slow_robot} <span class="dim">{robotsWords(picture, count)}</span>
        </p>
      </div>
      <div class="row">
        {robots.length > 0 && (
          <button type="button" class="button" onClick={() => actions.let_all_go(robots)}>
            {m.host_remove_robots({ n: robots.length })}
          </button>
        )}
        <span class="spring" />
        <button type="button" class="button" onClick={() => actions.show(null)}>
          {m.cancel} <Key name="Esc" />
        </button>
        <button type="button" class="button button-main" data-first onClick={actions.add_robots}>
          {m.host_add_n_robots({ n: count })}
        </button>
      </div>
    </Panel>
  );
}
