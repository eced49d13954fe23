import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Gone } from "../../../core/protocol";
import { ReportLink } from "../../parts/report_link";
import type { PanelProps } from "../props";
import { Choice, Key, Panel, Switch } from "./panel";

const LIMITS = [null, 30, 60] as const;
/** The contract's bounds for a seat that stays away, and some steps between them. */
const AWAY_S = [5, 10, 30, 60, 120, 300];
const PAUSES = [
  { value: "auto", text: "Auto" },
  { value: 0, text: "None" },
  { value: 1000, text: "1 s" },
] as const;
const MOST_LIMIT_S = 3600;

/** Each with what it does in one sentence; a change counts at once. */
export function SettingsPanel({ model, actions }: PanelProps) {
  const { rules } = model;
  const pause = rules.lead_is_auto ? "auto" : rules.lead_ms;
  return (
    <Panel label="Settings" look="settings-panel">
      <div class="row">
        <h2>Settings of this room</h2>
        <span class="spring" />
        <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
          Done <Key name="Esc" />
        </button>
      </div>
      <TimeLimit limit={rules.timeout_s} set={(timeout_s) => actions.set_rules({ timeout_s })} />
      <Row
        heading={
          <>
            Who stays away for{" "}
            <select
              aria-label="Seconds away"
              onChange={(event) => actions.set_rules({ gone_after_s: Number(event.currentTarget.value) })}
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
          label="Who stays away"
          options={[
            { value: "hold", text: "I decide" },
            { value: "let_go", text: "Let go by itself" },
          ]}
          chosen={rules.gone}
          choose={(gone) => actions.set_rules({ gone })}
        />
      </Row>
      <Row heading="Pause before the gate opens" says="Time for every screen to hear of it.">
        <Choice<number | "auto">
          label="Pause before the gate opens"
          options={PAUSES.map((one) =>
            one.value === "auto" && pause === "auto" ? { ...one, text: `Auto, ${rules.lead_ms / 1000} s` } : one,
          )}
          chosen={pause}
          choose={(lead_ms) => actions.set_rules({ lead_ms })}
        />
      </Row>
      <Row heading="Hide names" says="Everybody becomes an animal, on every screen.">
        <Switch
          label="Hide names"
          on={rules.names === "hidden"}
          toggle={() => actions.set_rules({ names: rules.names === "hidden" ? "shown" : "hidden" })}
        />
      </Row>
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

function TimeLimit({ limit, set }: { limit: number | null; set(timeout_s: number | null): void }) {
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
            <input
              type="number"
              class="other-limit"
              min={1}
              max={MOST_LIMIT_S}
              value={limit ?? ""}
              aria-label="Seconds until the barrier breaks"
              onChange={(event) => {
                const typed = event.currentTarget.valueAsNumber;
                if (typed > 0 && typed <= MOST_LIMIT_S) set(typed);
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
          if (value !== "other") set(value);
        }}
      />
    </Row>
  );
}
