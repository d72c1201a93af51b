/** The map, brought when it is opened: its code and its data are files of their own. */

import { lazy, Suspense, useState } from 'react';

import { at } from '../../home/draft';
import type { Draft } from '../../home/draft';
import { useWords } from '../../i18n/language';
import { nearest } from '../../places/places';
import type { Place } from '../../places/places';
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
            <PriceMap onChoose={choose} places={places} point={pointOf(draft, places)} />
          </Suspense>
        </CrashBoundary>
      )}
    </>
  );
}

/** Where the home is, as far as the form says: its point, its place's centre, or its region's place with most adverts. */
function pointOf({ l2, locality, lat, lon }: Draft, places: readonly Place[]): Place['point'] {
  if (lat) return { lat: Number(lat), lon: Number(lon) };
  return places.find((place) => place.point && place.l2 === l2 && (!locality || place.locality === locality))?.point;
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
