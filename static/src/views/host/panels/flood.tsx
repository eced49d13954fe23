import { BIN_MS, BINS, type Flood, flood } from "../../../core/flood";
import { all } from "../../../core/words";
import { Key } from "../../parts/panel";
import type { PanelProps } from "../props";

const WIDTH = 590;
const BASE = 126;
const BIN = 16;
const HIGHEST = 118;
const LATE_BINS = 12;
const PIXELS_EACH = 3;

/** Newcomers per five seconds show where the class ends and the strangers begin. No names: they may be rude. */
export function FloodKit({ model, actions }: PanelProps) {
  const found = flood(model.workers, model.ours_until_ms, model.now_ms);
  const { late, very_late } = found;
  const n = model.picture?.parties ?? 0;
  const everyone = model.picture?.parties_rule === "everyone";
  const locked = model.rules.door === "locked";
  return (
    <section class="kit" aria-label="Many new people">
      <div class="kit-head">
        <h2>{question(late)}</h2>
        <span class="spring" />
        {everyone && late > 0 && (
          <p>
            The bus grew from <b>{Math.max(0, n - late)}</b> to <b>{n} seats</b>.
          </p>
        )}
      </div>
      <div class="flood">
        <Newcomers found={found} now_ms={model.now_ms} />
        <div class="flood-acts">
          {late > 0 && (
            <p class="dim">
              If not, lock the door first. Then let the new ones go. Their seats go too; your class keeps its own.
            </p>
          )}
          <div class="two">
            <button
              type="button"
              class={locked ? "button" : "button button-main"}
              aria-pressed={locked}
              onClick={() => actions.set_rules({ door: locked ? "open" : "locked" })}
            >
              {locked ? "The door is locked" : "Lock the door"} <Key name="L" />
            </button>
            {late > 0 && (
              <button
                type="button"
                class="button button-bad"
                onClick={() => actions.remove_all_since(found.late_from_ms, `late ${late}`)}
              >
                {model.confirming === `late ${late}`
                  ? `Really let ${late} go?`
                  : late === 1
                    ? "Let that one go"
                    : `Let ${all(late)} go`}
              </button>
            )}
            {very_late > 0 && (
              <button
                type="button"
                class="button"
                onClick={() => actions.remove_all_since(found.very_late_from_ms, `very_late ${very_late}`)}
              >
                {model.confirming === `very_late ${very_late}`
                  ? `Really let ${very_late} go?`
                  : `Only the last 30 s: ${very_late}`}
              </button>
            )}
            <button type="button" class="button" onClick={actions.ours}>
              {late > 0 ? "They are ours" : "Back"}
            </button>
          </div>
        </div>
      </div>
    </section>
  );
}

function question(late: number): string {
  if (late === 0) return "Nobody new in the last minute";
  return `${late === 1 ? "1 person" : `${late} people`} came in during the last minute. Is that your class?`;
}

function Newcomers({ found, now_ms }: { found: Flood; now_ms: number }) {
  const { bins, late, late_from_ms } = found;
  const late_bins = Math.max(0, Math.min(LATE_BINS, Math.ceil((now_ms - late_from_ms) / BIN_MS)));
  const most = Math.max(1, ...bins);
  const each = Math.min(PIXELS_EACH * 3, HIGHEST / most);
  const x = (bin: number) => 6 + bin * BIN;
  return (
    <svg
      class="newcomers"
      viewBox={`0 0 ${WIDTH} 160`}
      role="img"
      aria-label={`New people per five seconds; ${late} in the last minute`}
    >
      <rect class="late-area" x={x(BINS - late_bins) - 4} y="0" width={late_bins * BIN + 4} height={BASE + 2} rx="8" />
      {bins.map((count, bin) =>
        count === 0 ? null : (
          <rect
            key={`bin ${bin}`}
            class={bin >= BINS - late_bins ? "fill-bus-shade" : "fill-work"}
            x={x(bin)}
            y={BASE - count * each}
            width={BIN - 4}
            height={count * each}
            rx="2"
          />
        ),
      )}
      <path class="base-line" d={`M2 ${BASE + 1}H588`} />
      <text class="bin-text" x="6" y="153">
        3 minutes ago
      </text>
      <text class="bin-text bin-now" x={x(BINS)} y="153">
        now
      </text>
      <text class="bin-late" x={x(BINS - LATE_BINS / 2)} y="24">
        {late} new
      </text>
    </svg>
  );
}
