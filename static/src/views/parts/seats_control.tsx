import * as m from "messages";
import { type Asked, isAsking, valueAsked } from "../../core/asked";
import type { PartiesRule } from "../../core/protocol_room";
import { partiesQuestion } from "../../core/words";

interface Props {
  parties: number;
  parties_rule: PartiesRule;
  fewest: number;
  confirming: Asked | null;
  n_waiting: number;
  set_parties(parties: number | "everyone"): void;
}

/** "One each" is the rule everyone; a number is the rule fixed. */
export function SeatsControl({ parties, parties_rule, fewest, confirming, n_waiting, set_parties }: Props) {
  const everyone = parties_rule === "everyone";
  return (
    <fieldset class="seats-control">
      <legend class="hidden">{m.seats}</legend>
      <span class="bar-label" aria-hidden="true">
        {m.seats}
      </span>
      <span class="stepper">
        <button type="button" aria-label={m.one_seat_fewer} onClick={() => set_parties(Math.max(fewest, parties - 1))}>
          −
        </button>
        {/* with one each it follows those who come, which is said by name */}
        <output aria-label={m.seats_of_bus({ n: parties })} aria-live={everyone ? "off" : "polite"}>
          {parties}
        </output>
        <button type="button" aria-label={m.one_seat_more} onClick={() => set_parties(parties + 1)}>
          +
        </button>
      </span>
      <button
        type="button"
        class="button"
        aria-pressed={everyone}
        onClick={() => set_parties(everyone ? parties : "everyone")}
      >
        {m.one_each}
      </button>
      {isAsking(confirming, "parties") && (
        <output class="ask">{partiesQuestion(valueAsked(confirming), n_waiting)}</output>
      )}
    </fieldset>
  );
}
