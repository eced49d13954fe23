import * as m from "messages";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";

/** In place of the QR code of an address by which this computer means itself: phones that open it find nobody. */
export function NotForPhones() {
  return (
    <section class="not-for-phones" aria-label={m.host_no_phones}>
      <Icon name="off" big />
      <h2>{m.host_no_phones_yet}</h2>
      <p>{m.host_no_phones_says}</p>
      <ol>
        <li>{m.host_no_phones_wifi}</li>
        <li>
          <Sentence words={m.host_no_phones_start} />
        </li>
        <li>{m.host_no_phones_reload}</li>
      </ol>
      <p>{m.host_no_phones_until}</p>
    </section>
  );
}
