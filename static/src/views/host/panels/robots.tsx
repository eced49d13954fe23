import { robotsWords } from "../../../core/host_words";
import type { Pace } from "../../../core/protocol";
import { FaceDisc } from "../../parts/face";
import { Choice, Key, Panel } from "../../parts/panel";
import type { PanelProps } from "../props";

const PACES: readonly { value: Pace; text: string; says: string }[] = [
  { value: "quick", text: "Quick", says: "comes early" },
  { value: "steady", text: "Steady", says: "in the middle" },
  { value: "slow", text: "Slow", says: "comes last" },
];
const MOST = 30;
const MOST_DRAWN = 5;

export function RobotsPanel({ model, picture, actions }: PanelProps) {
  const { count, pace } = model.robots;
  const set = (more: number) => actions.set_robots({ pace, count: Math.min(MOST, Math.max(1, count + more)) });
  const robots = model.workers.filter(({ kind }) => kind === "robot").map(({ worker }) => worker);
  return (
    <Panel label="Add robots" look="robots-panel">
      <div class="row">
        <h2>Add robots</h2>
        <span class="spring" />
        <p class="dim">They work, arrive and wait like you.</p>
      </div>
      <div class="labelled">
        <b>How many</b>
        <div class="row">
          <span class="stepper">
            <button type="button" aria-label="One robot fewer" onClick={() => set(-1)}>
              −
            </button>
            <output aria-label={`${count} robots`}>{count}</output>
            <button type="button" aria-label="One robot more" onClick={() => set(1)}>
              +
            </button>
          </span>
          <span class="robot-faces">
            {Array.from({ length: Math.min(MOST_DRAWN, count) }, (_, i) => (
              <FaceDisc key={`robot ${i}`} name="Robot" avatar={null} kind="robot" />
            ))}
          </span>
        </div>
        <b>Pace</b>
        <Choice
          label="Pace"
          options={PACES}
          chosen={pace}
          choose={(chosen) => actions.set_robots({ count, pace: chosen })}
        />
        <p>
          A slow robot comes last, so that no person has to. <span class="dim">{robotsWords(picture, count)}</span>
        </p>
      </div>
      <div class="row">
        {robots.length > 0 && (
          <button type="button" class="button" onClick={() => actions.let_all_go(robots)}>
            {robots.length === 1 ? "Remove the robot" : `Remove all ${robots.length} robots`}
          </button>
        )}
        <span class="spring" />
        <button type="button" class="button" onClick={() => actions.show(null)}>
          Cancel <Key name="Esc" />
        </button>
        <button type="button" class="button button-main" data-first onClick={actions.add_robots}>
          {count === 1 ? "Add 1 robot" : `Add ${count} robots`}
        </button>
      </div>
    </Panel>
  );
}
