/** The map, brought when it is opened: its code and its data are files of their own. */

import { lazy, Suspense, useState } from 'react';

import { at } from '../../home/draft';
import { useWords } from '../../i18n/language';
import { nearest } from '../../places/places';
import { usePlaces, useSession } from '../../session/use-session';
import { CrashBoundary } from '../crash-boundary';
import { MapIcon } from '../icons';

const PriceMap = lazy(() => import('../../map/price-map'));

export function MapPicker() {
  const { form } = useWords().messages;
  const [{ draft }, session] = useSession();
  const { places } = usePlaces();
  const [open, setOpen] = useState(false);
  const choose = (lat: number, lon: number) => {
    const place = nearest(places, lat, lon);
    if (place) session.type(at(draft, { l2: place.l2, locality: place.locality, point: { lat, lon } }));
    setOpen(false);
  };
  return (
    <>
      <button
        type="button"
        className="button-link aside"
        aria-expanded={open}
        onClick={() => {
          session.places.load();
          setOpen(!open);
        }}
      >
        <MapIcon />
        {open ? form.mapClose : form.map}
      </button>
      {draft.lat && <ChosenPoint />}
      {open && (
        <CrashBoundary>
          <Suspense fallback={<p className="field-hint">{form.mapLoading}</p>}>
            <PriceMap onChoose={choose} places={places} />
          </Suspense>
        </CrashBoundary>
      )}
    </>
  );
}

function ChosenPoint() {
  const { form } = useWords().messages;
  const [{ draft }, session] = useSession();
  return (
    <span className="chosen-point">
      {form.onMap}
      <button
        type="button"
        aria-label={form.offMap}
        onClick={() => {
          session.type({ ...draft, lat: '', lon: '' });
        }}
      >
        ×
      </button>
    </span>
  );
}
