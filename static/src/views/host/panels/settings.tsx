import * as m from "messages";
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { thousands } from "../../../core/numbers";
import { phaseSets, phaseWord } from "../../../core/phase_words";
import type { Gone, RuleChanges, Rules } from "../../../core/protocol_room";
import { Choice, Key, Panel, Switch } from "../../parts/panel";
import { ReportLink } from "../../parts/report_link";
import { TypedInput } from "../../parts/typed_input";
import type { PanelProps } from "../props";

const LIMITS = [null, 30, 60] as const;
/** The contract's bounds for a seat that stays away, and some steps between them. */
const AWAY_S = [5, 10, 30, 60, 120, 300];
const PAUSES = [
  { value: "auto", text: m.host_auto },
  { value: 0, text: m.host_none },
  { value: 1000, text: m.seconds({ s: 1 }) },
] as const;
const MOST_LIMIT_S = 3600;
/** As they are typed, also on keyboards that have another comma. */
const COMMAS = /[,،、]/;
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
  language: Language,
};

/** Each with what it does in one sentence; a change counts at once. */
export function SettingsPanel({ model, actions }: PanelProps) {
  return (
    <Panel label={m.settings} look="settings-panel">
      <div class="row">
        <h2>{m.host_settings_of}</h2>
        <span class="spring" />
        <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
          {m.done} <Key name="Esc" />
        </button>
      </div>
      {Object.entries(SET_IN).map(
        ([rule, RuleRow]) =>
          typeof RuleRow === "function" && <RuleRow key={rule} rules={model.rules} set={actions.set_rules} />,
      )}
      <Row
        heading={
          <>
            {m.host_sound_here} <Key name="M" />
          </>
        }
        says={m.host_sound_says}
      >
        <Switch label={m.host_sound} on={model.sound} toggle={() => actions.choose_sound(!model.sound)} />
      </Row>
      <Row heading={m.host_letters} says={m.host_letters_say}>
        <Switch label={m.keys_heading} on={model.keys_on} toggle={actions.toggle_keys} />
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
          {m.the_mural}
        </button>
        <button type="button" class="button button-small" onClick={actions.toggle_full_screen}>
          {m.host_full_screen}
        </button>
        <button
          type="button"
          class="button button-small"
          onClick={() => {
            actions.show(null);
            actions.toggle_back_row();
          }}
        >
          {m.host_back_row} <Key name="Z" />
        </button>
        <button type="button" class="button button-small" onClick={() => actions.show({ name: "take_along" })}>
          {m.host_take_along}
        </button>
        <button type="button" class="button button-small" onClick={() => actions.show({ name: "flood" })}>
          {m.host_who_lately}
        </button>
        <button type="button" class="button button-small" onClick={actions.let_in}>
          {m.host_let_in}
        </button>
        <ReportLink code={model.code} look="button-small">
          <Key name="P" />
        </ReportLink>
        <button type="button" class="button button-small" onClick={() => actions.show({ name: "keys" })}>
          {m.host_key_list}
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
          {m.host_away_for}{" "}
          <select
            aria-label={m.host_away_seconds}
            onChange={(event) => set({ gone_after_s: Number(event.currentTarget.value) })}
          >
            {[...new Set([...AWAY_S, rules.gone_after_s])]
              .sort((a, b) => a - b)
              .map((s) => (
                <option key={s} value={s} selected={s === rules.gone_after_s}>
                  {m.seconds({ s })}
                </option>
              ))}
          </select>
        </>
      }
      says={rules.gone === "hold" ? m.host_away_hold : m.host_away_goes}
    >
      <Choice<Gone>
        label={m.host_away}
        options={[
          { value: "hold", text: m.host_i_decide },
          { value: "let_go", text: m.host_by_itself },
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
    <Row heading={m.host_lead} says={m.host_lead_says}>
      <Choice<number | "auto">
        label={m.host_lead}
        options={PAUSES.map((option) =>
          option.value === "auto" && pause === "auto"
            ? { ...option, text: m.host_auto_s({ s: thousands(rules.lead_ms / 1000) }) }
            : option,
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
    <Row heading={m.hide_names} says={m.host_names_say}>
      <Switch label={m.hide_names} on={hidden} toggle={() => set({ names: hidden ? "shown" : "hidden" })} />
    </Row>
  );
}

function Language({ rules, set }: RuleProps) {
  const names = { ...m.LANGUAGE_NAMES, [rules.language]: m.LANGUAGE_NAMES[rules.language] ?? rules.language };
  return (
    <Row heading={m.language_label} says={m.language_says}>
      <select aria-label={m.language_label} onChange={(event) => set({ language: event.currentTarget.value })}>
        {Object.entries(names).map(([language, name]) => (
          <option
            key={language}
            value={language}
            lang={language}
            translate={false}
            selected={language === rules.language}
          >
            {name}
          </option>
        ))}
      </select>
    </Row>
  );
}

function TimeLimit({ rules: { timeout_s: limit }, set }: RuleProps) {
  const [is_other, setOther] = useState(limit !== null && limit !== 30 && limit !== 60);
  const options = [
    ...LIMITS.map((value) => ({ value, text: value === null ? m.host_off : m.seconds({ s: value }) })),
    { value: "other", text: m.host_other } as const,
  ];
  return (
    <Row
      heading={
        <>
          {m.host_time_limit}{" "}
          <code lang="en" class="dim">
            timeout=
          </code>{" "}
          {is_other && (
            <TypedInput
              class="other-limit"
              label={m.host_limit_seconds}
              value={limit === null ? "" : String(limit)}
              range={[1, MOST_LIMIT_S]}
              finish={({ valueAsNumber: typed }) => {
                if (typed > 0 && typed <= MOST_LIMIT_S) set({ timeout_s: typed });
              }}
            />
          )}
        </>
      }
      says={m.host_limit_says}
    >
      <Choice<number | null | "other">
        label={m.host_time_limit}
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
  const now = rules.phases.map(phaseWord).join(", ");
  return (
    <Row
      heading={
        <>
          {m.host_phases}{" "}
          <TypedInput
            class="phases"
            label={m.host_phases_label}
            value={now}
            finish={({ value }) => {
              const phases = value
                .split(COMMAS)
                .map((phase) => phase.trim())
                .filter((phase) => phase !== "")
                .slice(0, MOST_PHASES);
              if (phases.length > 0) set({ phases });
            }}
          />
        </>
      }
      says={m.host_phases_say}
    >
      <Choice<string>
        label={m.host_phases}
        options={phaseSets().map((set) => ({ value: set.join(", "), text: set.join("\u00a0· ") }))}
        chosen={now}
        choose={(chosen) => set({ phases: chosen.split(", ") })}
      />
    </Row>
  );
}
