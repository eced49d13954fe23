import * as m from "messages";
import { CARDS, type Cost, KINDS, type Kind, type Marks, type RightKind } from "../../core/algorithms/gallery";
import { Icon } from "../parts/icons";
import { radioKeys } from "../parts/radio_keys";

interface CardsProps {
  kind: Kind;
  costs: Record<RightKind, Cost & { marks: Marks }>;
  choose(kind: Kind): void;
}

/** The five ways: to choose one, and to compare what they cost. */
export function Cards({ kind, costs, choose }: CardsProps) {
  const onKeyDown = radioKeys((i) => choose(KINDS[i] as Kind));
  return (
    <div class="gallery-cards" role="radiogroup" aria-label={m.algorithms_ways} onKeyDown={onKeyDown}>
      {KINDS.map((other, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a button that looks like a card, in a group that reads as radios
        <button
          key={other}
          type="button"
          role="radio"
          class="gallery-card"
          aria-checked={other === kind}
          tabIndex={other === kind ? 0 : -1}
          onClick={() => choose(other)}
        >
          <b>
            {CARDS[other].name}
            <kbd class="key-name" aria-hidden="true">
              {i + 1}
            </kbd>
          </b>
          <span class="gallery-idea">{CARDS[other].idea}</span>
          {other === "leaky" ? (
            <span class="gallery-costs">
              <span class="cost-worst">
                <em>
                  <Icon name="bad" />
                </em>
                {m.algorithms_breaks_promise}
              </span>
            </span>
          ) : (
            <Costs cost={costs[other]} />
          )}
        </button>
      ))}
    </div>
  );
}

const MARKS = { best: m.algorithms_best, worst: m.algorithms_worst } as const;

function Costs({ cost: { signals, steps, at_one_place, marks } }: { cost: Cost & { marks: Marks } }) {
  const numbers = [
    [signals, m.algorithms_n_signals({ n: signals }), marks.signals],
    [steps, m.algorithms_n_steps({ n: steps }), marks.steps],
    [at_one_place, m.drill_at_one_place, marks.at_one_place],
  ] as const;
  return (
    <span class="gallery-costs">
      {numbers.map(([number, what, mark]) => (
        <span key={what} class={mark === null ? undefined : `cost-${mark}`}>
          <em class="num" translate={false}>
            {number}
          </em>
          {what}
          {mark !== null && <span class="hidden"> ({MARKS[mark]})</span>}
        </span>
      ))}
    </span>
  );
}
