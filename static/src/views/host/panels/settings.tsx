import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { Gone, RuleChanges, Rules } from "../../../core/protocol_room";
import { Choice, Key, Panel, Switch } from "../../parts/panel";
import { ReportLink } from "../../parts/report_link";
import { TypedInput } from "../../parts/typed_input";
import type { PanelProps } from "../props";

const LIMITS = [null, 30, 60] as const;
/** The contract's bounds for a seat that stays away, and some steps between them. */
const AWAY_S = [5, 10, 30, 60, 120, 300];
const PAUSES = [
  { value: "auto", text: "Auto" },
  { value: 0, text: "None" },
  { value: 1000, text: "1 s" },
] as const;
const MOST_LIMIT_S = 3600;
/** What a class does between two barriers: three sets that are ready, or its own words. */
const PHASE_SETS: readonly (readonly string[])[] = [
  ["research", "write"],
  ["read", "discuss", "present"],
  ["plan", "build", "test", "show"],
];
const MOST_PHASES = 8;

interface RuleProps {
  rules: Rules;
  set(changes: RuleChanges): void;
}

/** Where the host sets each rule: in a row of its own here, or where the text says. */
const SET_IN: Readonly<Record<keyof Rules, ((props: RuleProps) => JSX.Element) | string>> = {
  timeout_s: TimeLimit,
  gone: Away,
  gone_after_s: "in the row of gone",
  lead_ms: Pause,
  lead_is_auto: "in the row of lead_ms",
  names: HideNames,
  door: "on the bar",
  phases: Phases,
};

/** Each with what it does in one sentence; a change counts at once. */
export function SettingsPanel({ model, actions }: PanelProps) {
  return (
    <Panel label="Settings" look="settings-panel">
      <div class="row">
        <h2>Settings of this room</h2>
        <span class="spring" />
        <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
          Done <Key name="Esc" />
        </button>
      </div>
      {Object.entries(SET_IN).map(
        ([rule, RuleRow]) =>
          typeof RuleRow === "function" && <RuleRow key={rule} rules={model.rules} set={actions.set_rules} />,
      )}
      <Row
        heading={
          <>
            Sound on this screen <Key name="M" />
          </>
        }
        says="A tick for each seat, a horn when the gate opens."
      >
        <Switch label="Sound" on={model.sound} toggle={() => actions.choose_sound(!model.sound)} />
      </Row>
      <Row heading="Keys with one letter" says="Off if you dictate or type a lot. Space and Esc stay.">
        <Switch label="Keys" on={model.keys_on} toggle={actions.toggle_keys} />
      </Row>
      <div class="row settings-more">
        <button
          type="button"
          class="button button-small"
          aria-pressed={model.mural !== null}
          onClick={() => {
            actions.show(null);
            actions.toggle_mural();
          }}
        >
          The mural
        </button>
        <button type="button" class="button button-small" onClick={actions.toggle_full_screen}>
          Full screen
        </button>
        <button
          type="button"
          class="button button-small"
          onClick={() => {
            actions.show(null);
            actions.toggle_back_row();
          }}
        >
          For the back row <Key name="Z" />
        </button>
        <button type="button" class="button button-small" onClick={() => actions.show({ name: "take_along" })}>
          Take the host with you
        </button>
        <button type="button" class="button button-small" onClick={() => actions.show({ name: "flood" })}>
          Who came in lately?
        </button>
        <button type="button" class="button button-small" onClick={actions.let_in}>
          Let everyone in again
        </button>
        <ReportLink code={model.code} look="button-small">
          <Key name="P" />
        </ReportLink>
        <button type="button" class="button button-small" onClick={() => actions.show({ name: "keys" })}>
          List of keys
        </button>
      </div>
    </Panel>
  );
}

interface RowProps {
  heading: ComponentChildren;
  says: string;
  children: ComponentChildren;
}

function Row({ heading, says, children }: RowProps) {
  return (
    <div class="setting">
      <div>
        <h3>{heading}</h3>
        <p>{says}</p>
      </div>
      {children}
    </div>
  );
}

function Away({ rules, set }: RuleProps) {
  return (
    <Row
      heading={
        <>
          If somebody is away for{" "}
          <select
            aria-label="Seconds away"
            onChange={(event) => set({ gone_after_s: Number(event.currentTarget.value) })}
          >
            {[...new Set([...AWAY_S, rules.gone_after_s])]
              .sort((a, b) => a - b)
              .map((s) => (
                <option key={s} value={s} selected={s === rules.gone_after_s}>
                  {s} s
                </option>
              ))}
          </select>
        </>
      }
      says={
        rules.gone === "hold"
          ? "No signal: the seat stays in the count."
          : "Then the bus gets one seat fewer, and may leave."
      }
    >
      <Choice<Gone>
        label="If somebody is away"
        options={[
          { value: "hold", text: "I decide" },
          { value: "let_go", text: "Let go by itself" },
        ]}
        chosen={rules.gone}
        choose={(gone) => set({ gone })}
      />
    </Row>
  );
}

function Pause({ rules, set }: RuleProps) {
  const pause = rules.lead_is_auto ? "auto" : rules.lead_ms;
  return (
    <Row heading="Pause before the gate opens" says="Gives every screen time to hear of it.">
      <Choice<number | "auto">
        label="Pause before the gate opens"
        options={PAUSES.map((option) =>
          option.value === "auto" && pause === "auto" ? { ...option, text: `Auto, ${rules.lead_ms / 1000} s` } : option,
        )}
        chosen={pause}
        choose={(lead_ms) => set({ lead_ms })}
      />
    </Row>
  );
}

function HideNames({ rules, set }: RuleProps) {
  const hidden = rules.names === "hidden";
  return (
    <Row heading="Hide names" says="Everybody becomes an animal, on every screen.">
      <Switch label="Hide names" on={hidden} toggle={() => set({ names: hidden ? "shown" : "hidden" })} />
    </Row>
  );
}

function TimeLimit({ rules: { timeout_s: limit }, set }: RuleProps) {
  const [is_other, setOther] = useState(limit !== null && limit !== 30 && limit !== 60);
  const options = [
    ...LIMITS.map((value) => ({ value, text: value === null ? "Off" : `${value} s` })),
    { value: "other", text: "Other" } as const,
  ];
  return (
    <Row
      heading={
        <>
          Time limit <code class="dim">timeout=</code>{" "}
          {is_other && (
            <TypedInput
              class="other-limit"
              label="Seconds until the barrier breaks"
              value={limit === null ? "" : String(limit)}
              range={[1, MOST_LIMIT_S]}
              finish={({ valueAsNumber: typed }) => {
                if (typed > 0 && typed <= MOST_LIMIT_S) set({ timeout_s: typed });
              }}
            />
          )}
        </>
      }
      says="When it runs out, the barrier breaks."
    >
      <Choice<number | null | "other">
        label="Time limit"
        options={options}
        chosen={is_other ? "other" : limit}
        choose={(value) => {
          setOther(value === "other");
          if (value !== "other") set({ timeout_s: value });
        }}
      />
    </Row>
  );
}

function Phases({ rules, set }: RuleProps) {
  const now = rules.phases.join(", ");
  return (
    <Row
      heading={
        <>
          Phases{" "}
          <TypedInput
            class="phases"
            label="Phases, with commas between them"
            value={now}
            finish={({ value }) => {
              const phases = value
                .split(",")
                .map((phase) => phase.trim())
                .filter((phase) => phase !== "")
                .slice(0, MOST_PHASES);
              if (phases.length > 0) set({ phases });
            }}
          />
        </>
      }
      says="What everybody does between two waits. Type your own, or pick a set."
    >
      <Choice<string>
        label="Phases"
        options={PHASE_SETS.map((phases) => ({ value: phases.join(", "), text: phases.join(" · ") }))}
        chosen={now}
        choose={(chosen) => set({ phases: chosen.split(", ") })}
      />
    </Row>
  );
}
