import * as m from "messages";
import { bare, qrPath } from "../../core/address";
import { shown } from "../../core/code";
import type { Model } from "../../core/model";
import { at } from "../../lib/base";

/** To be scanned from the last row: the code fills half of the window's height. */
export function Poster({ model }: { model: Model }) {
  return (
    <div class="poster">
      <img class="qr" src={at(qrPath(model.join_url))} alt={m.qr_of({ url: model.join_url })} />
      <div>
        <p class="poster-code sign">{shown(model.code)}</p>
        <p class="poster-url">
          <bdi dir="ltr">{bare(model.join_url)}</bdi>
        </p>
        <p class="dim">{m.poster_says}</p>
      </div>
    </div>
  );
}
