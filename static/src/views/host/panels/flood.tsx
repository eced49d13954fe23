import * as m from "messages";
import { BIN_MS, BINS, type Flood, flood } from "../../../core/flood";
import { Key } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
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
    <section class="kit" aria-label={m.host_flood}>
      <div class="kit-head">
        <h2>{m.host_flood_question({ n: late })}</h2>
        <span class="spring" />
        {everyone && late > 0 && (
          <p>
            <Sentence words={m.host_flood_grew({ from: Math.max(0, n - late), n })} />
          </p>
        )}
      </div>
      <div class="flood">
        <Newcomers found={found} now_ms={model.now_ms} />
        <div class="flood-acts">
          {late > 0 && <p class="dim">{m.host_flood_if_not}</p>}
          <div class="two">
            <button
              type="button"
              class={locked ? "button" : "button button-main"}
              aria-pressed={locked}
              onClick={() => actions.set_rules({ door: locked ? "open" : "locked" })}
            >
              {locked ? m.door_locked : m.host_lock_door} <Key name="L" />
            </button>
            {late > 0 && (
              <button
                type="button"
                class="button button-bad"
                onClick={() => actions.remove_all_since(found.late_from_ms, `late ${late}`)}
              >
                {model.confirming === `late ${late}`
                  ? m.host_really_let_n_go({ n: late })
                  : m.host_let_n_go({ n: late })}
              </button>
            )}
            {very_late > 0 && (
              <button
                type="button"
                class="button"
                onClick={() => actions.remove_all_since(found.very_late_from_ms, `very_late ${very_late}`)}
              >
                {model.confirming === `very_late ${very_late}`
                  ? m.host_really_let_n_go({ n: very_late })
                  : m.host_flood_last({ n: very_late })}
              </button>
            )}
            <button type="button" class="button" onClick={actions.ours}>
              {late > 0 ? m.host_flood_ours : m.back}
            </button>
          </div>
        </div>
      </div>
    </section>
  );
}

function Newcomers({ found, now_ms }: { found: Flood; now_ms: number }) {
  const { bins, late, late_from_ms } = found;
  const late_bins = Math.max(0, Math.min(LATE_BINS, Math.ceil((now_ms - late_from_ms) / BIN_MS)));
  const most = Math.max(1, ...bins);
  const each = Math.min(PIXELS_EACH * 3, HIGHEST / most);
  const x = (bin: number) => 6 + bin * BIN;
  return (
    <svg class="newcomers" viewBox={`0 0 ${WIDTH} 160`} role="img" aria-label={m.host_flood_chart({ n: late })}>
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
        {m.host_flood_ago}
      </text>
      <text class="bin-text bin-now" x={x(BINS)} y="153">
        {m.chart_now}
      </text>
      <text class="bin-late" x={x(BINS - LATE_BINS / 2)} y="24">
        {m.host_flood_new({ n: late })}
      </text>
    </svg>
  );
}
