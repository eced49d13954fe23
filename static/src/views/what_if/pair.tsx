import * as m from "messages";
import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Names } from "../../core/protocol_room";
import { type PlayedRound, type WorldId, world, worldsOf } from "../../core/what_if";
import { outcomeWords, shortName, worldWords } from "../../core/what_if_words";
import { seconds } from "../../core/words";
import { ColumnHeads } from "../parts/column_heads";
import { radioKeys } from "../parts/radio_keys";
import { Scrolling } from "../parts/scrolling";
import { Sentence } from "../parts/sentence";
import { axisOf } from "./chart_scale";
import { WorldPanel } from "./world_panel";

interface PairProps {
  round: PlayedRound;
  chosen: WorldId;
  choose(id: WorldId): void;
  /** What else can be pressed, beside the headline. */
  children?: ComponentChildren;
}

/** The arrow keys move time by this share of the axis. */
const KEY_SHARE = 1 / 60;

/** A newer round does not take the place of the one that is talked about; hidden names do. */
export function useKeptRound(round: PlayedRound, names: Names): PlayedRound {
  const kept = useRef({ round, names });
  if (kept.current.names !== names) kept.current = { round, names };
  return kept.current.round;
}

/** The round as it was and in another world, at one scale, with one scrubber and one sentence of what differs. */
export function WhatIfPair({ round, chosen, choose, children }: PairProps) {
  const [cut_ms, setCut] = useState<number | null>(null);
  const [as_table, setAsTable] = useState(false);
  const [real, other] = useMemo(() => [world("real", round), world(chosen, round)] as const, [round, chosen]);
  const words = worldWords(other, round);
  const until_ms = axisOf(round).to_ms;
  const move = (to_ms: number) => setCut(to_ms >= until_ms ? null : Math.max(0, to_ms));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: KEY_SHARE, ArrowLeft: -KEY_SHARE }[event.key];
    if (step === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    move((cut_ms ?? until_ms) + step * until_ms);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the slider below does the same
    <div class={round.callers.length > 8 ? "pair pair-dense" : "pair"} onKeyDown={onKeyDown}>
      <div class="pair-head">
        <div aria-live="polite">
          <h2 tabIndex={-1}>
            <Sentence words={words.headline} />
          </h2>
          <p>
            <Sentence words={words.below} />
          </p>
        </div>
        {children}
      </div>
      {as_table ? (
        <PairTable round={round} chosen={chosen} />
      ) : (
        <div class="pair-two">
          <WorldPanel world={real} words={worldWords(real, round)} round={round} cut_ms={cut_ms} />
          <WorldPanel world={other} words={words} round={round} cut_ms={cut_ms} />
        </div>
      )}
      <div class="pair-time">
        <span class="pair-moment num" aria-hidden="true">
          {cut_ms === null ? m.what_if_whole_round : m.what_if_at({ time: seconds(cut_ms) })}
        </span>
        <kbd class="key-name" aria-hidden="true">
          ←
        </kbd>
        <input
          type="range"
          aria-label={m.what_if_moment}
          aria-valuetext={cut_ms === null ? m.what_if_whole_round_said : seconds(cut_ms)}
          min={0}
          max={until_ms}
          step={until_ms / 300}
          value={cut_ms ?? until_ms}
          onInput={(event) => move(event.currentTarget.valueAsNumber)}
        />
        <kbd class="key-name" aria-hidden="true">
          →
        </kbd>
        <button type="button" class="button button-small" onClick={() => setAsTable(!as_table)}>
          {as_table ? m.as_picture : m.as_table}
        </button>
      </div>
      <Worlds round={round} chosen={chosen} choose={choose} />
    </div>
  );
}

function Worlds({ round, chosen, choose }: Omit<PairProps, "children">) {
  const ids = worldsOf(round);
  const onKeyDown = radioKeys((i) => choose(ids[i] as WorldId));
  return (
    <div class="pair-worlds" role="radiogroup" aria-label={m.what_if_another} onKeyDown={onKeyDown}>
      {ids.map((id) => (
        // biome-ignore lint/a11y/useSemanticElements: a button that looks like one, in a group that reads as radios
        <button
          key={id}
          type="button"
          role="radio"
          aria-checked={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => choose(id)}
        >
          {shortName(id, round)}
        </button>
      ))}
    </div>
  );
}

/** The same as in the two pictures. */
function PairTable({ round, chosen }: { round: PlayedRound; chosen: WorldId }) {
  const [real, other] = [world("real", round), world(chosen, round)];
  return (
    <Scrolling label={m.what_if_as_table} look="pair-table">
      <table>
        <ColumnHeads
          names={[
            m.what_if_head_who,
            m.what_if_head_called,
            m.what_if_real,
            m.what_if_head_simulated({ name: worldWords(other, round).name }),
          ]}
        />
        <tbody>
          {round.callers.map((caller, i) => (
            <tr key={caller.worker}>
              <th scope="row">
                <bdi>{caller.name}</bdi>
              </th>
              <td class="num">{seconds(caller.came_ms)}</td>
              {[real, other].map((world) => (
                <td key={world.id} class="num">
                  {outcomeWords(world.fates[i])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
