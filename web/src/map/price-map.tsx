/** The map of medians: to look at, and to point at one's home. A file of its own, brought when it is opened. */

import { use, useMemo, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';

import { fetchFile } from '../api/client';
import mapUrl from '../data/map.json?url';
import { useWords } from '../i18n/language';
import type { Place } from '../places/places';
import { nearest } from '../places/places';
import { cellAt, outline, readMap, stepOf, STEPS, toPoint, toSpot } from './hexagons';
import type { Area, HexMap, Spot } from './hexagons';
import { isWithin, LETTERS_ACROSS, namesIn, SHAPE } from './view';
import type { View } from './view';
import './map.css';

interface PriceMapProps {
  readonly places: readonly Place[];
  readonly onChoose: (lat: number, lon: number) => void;
}

let fetched: Promise<HexMap> | undefined;

/** Asked for once; again after it failed. */
function loaded(): Promise<HexMap> {
  fetched ??= fetchFile(mapUrl).then((body) => {
    const map = readMap(body);
    if (!map) throw new Error('map.json holds no map');
    return map;
  });
  fetched.catch(() => {
    fetched = undefined;
  });
  return fetched;
}

export default function PriceMap({ places, onChoose }: PriceMapProps) {
  const { messages } = useWords();
  const [promise] = useState(loaded);
  const map = use(promise);
  const [name, setName] = useState(map.areas[0]?.name);
  const area = map.areas.find((one) => one.name === name) ?? map.areas[0];
  if (!area) return null;
  return (
    <div className="map">
      <div className="map-areas" role="group" aria-label={messages.mapView.area}>
        {map.areas.map((one) => (
          <button
            key={one.name}
            type="button"
            className="button button-action"
            aria-pressed={one === area}
            onClick={() => {
              setName(one.name);
            }}
          >
            {messages.mapView.areas[one.name] ?? one.name}
          </button>
        ))}
      </div>
      <AreaMap key={area.name} {...{ area, places, onChoose }} side={map.side} />
    </div>
  );
}

interface AreaMapProps extends PriceMapProps {
  readonly area: Area;
  readonly side: number;
}

const SMALLEST_KM = 6;
/** Wide enough to know the place, near enough to hit it with a finger. */
const FIRST_KM = 24;
const ZOOM = 2;

function AreaMap({ area, side, places, onChoose }: AreaMapProps) {
  const { messages } = useWords();
  const whole = useMemo(() => wholeOf(area, side), [area, side]);
  const [cursor, setCursor] = useState<Spot>(() => startOf(area, places, whole.centre));
  const [view, setView] = useState<View>(whole.width > FIRST_KM ? { centre: cursor, width: FIRST_KM } : whole);
  const zoom = (by: number) => {
    const width = Math.min(whole.width, Math.max(SMALLEST_KM, view.width / by));
    setView(width === whole.width ? whole : { centre: cursor, width });
  };
  const move = (spot: Spot) => {
    setCursor(spot);
    if (!isWithin(spot, view)) setView({ ...view, centre: spot });
  };
  const choose = () => {
    const { lat, lon } = toPoint(area, cursor);
    onChoose(lat, lon);
  };
  return (
    <>
      <Picture {...{ area, side, places, view, cursor }} onMove={move} onZoom={zoom} onChoose={choose} />
      <p className="map-here" role="status">
        {useHere(area, side, places, cursor)}
      </p>
      <div className="map-buttons">
        <Zoom text="+" onClick={() => {
            zoom(ZOOM);
          }} />
        <Zoom text="−" onClick={() => {
            zoom(1 / ZOOM);
          }} />
        <button type="button" className="button button-second" onClick={choose}>
          {messages.mapView.choose}
        </button>
      </div>
      <Legend area={area} />
    </>
  );
}

function Zoom({ text, onClick }: { readonly text: '+' | '−'; readonly onClick: () => void }) {
  const { zoomIn, zoomOut } = useWords().messages.mapView;
  return (
    <button type="button" className="button button-action" aria-label={text === '+' ? zoomIn : zoomOut} onClick={onClick}>
      {text}
    </button>
  );
}

/** What lies under the cursor, in words. */
function useHere(area: Area, side: number, places: readonly Place[], cursor: Spot): string {
  const { messages, format } = useWords();
  const { lat, lon } = toPoint(area, cursor);
  const cell = cellAt(area, side, cursor);
  const name = nearest(places, lat, lon)?.locality ?? '';
  return cell ? messages.mapView.here(name, format.usd(cell.usdM2)) : messages.mapView.empty(name);
}

interface PictureProps {
  readonly area: Area;
  readonly side: number;
  readonly places: readonly Place[];
  readonly view: View;
  readonly cursor: Spot;
  readonly onMove: (spot: Spot) => void;
  readonly onZoom: (by: number) => void;
  readonly onChoose: () => void;
}

function Picture(props: PictureProps) {
  const { area, side, places, view, cursor, onMove } = props;
  const { mapView } = useWords().messages;
  const { centre, width } = view;
  const height = width * SHAPE;
  const pointed = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onMove({
      x: centre.x + ((event.clientX - box.left) / box.width - 0.5) * width,
      y: centre.y + ((event.clientY - box.top) / box.height - 0.5) * height,
    });
  };
  return (
    <svg
      className="map-picture"
      viewBox={`${centre.x - width / 2} ${centre.y - height / 2} ${width} ${height}`}
      role="application"
      tabIndex={0}
      aria-label={`${mapView.label}. ${mapView.help}`}
      onPointerUp={pointed}
      onKeyDown={(event) => {
        pressed(event, props);
      }}
    >
      <Cells area={area} side={side} />
      <Names {...{ area, places, view }} />
      <path className="map-cursor" d={crossAt(cursor, width / 30)} strokeWidth={width / 150} />
    </svg>
  );
}

function Cells({ area, side }: { readonly area: Area; readonly side: number }) {
  const paths = useMemo(() => {
    const step = stepOf(area);
    const cellsOf = (wanted: number) => area.cells.filter(({ usdM2 }) => step(usdM2) === wanted);
    return Array.from({ length: STEPS }, (_, one) => cellsOf(one).map((cell) => outline(cell, side)).join(''));
  }, [area, side]);
  return paths.map((path, step) => <path key={step} className={`map-step-${step}`} d={path} />);
}

function Names({ area, places, view }: Pick<PictureProps, 'area' | 'places' | 'view'>) {
  const size = view.width / LETTERS_ACROSS;
  const names = useMemo(() => namesIn(area, places, view), [area, places, view]);
  return names.map(({ name, x, y }) => (
    <text key={name} className="map-name" x={x} y={y} fontSize={size} strokeWidth={size / 4}>
      {name}
    </text>
  ));
}

function Legend({ area }: { readonly area: Area }) {
  const { messages, format } = useWords();
  const prices = area.cells.map(({ usdM2 }) => usdM2).sort((a, b) => a - b);
  return (
    <p className="map-legend fine">
      <b>{messages.mapView.legend}</b>
      <span>{format.usd(prices[0] ?? 0)}</span>
      {Array.from({ length: STEPS }, (_, step) => (
        <i key={step} className={`map-key-${step}`} />
      ))}
      <span>{format.usd(prices.at(-1) ?? 0)}</span>
    </p>
  );
}

function pressed(event: KeyboardEvent, { cursor: { x, y }, view: { width }, onMove, onZoom, onChoose }: PictureProps): void {
  const by = width / 40;
  if (event.key === 'ArrowLeft') onMove({ x: x - by, y });
  else if (event.key === 'ArrowRight') onMove({ x: x + by, y });
  else if (event.key === 'ArrowUp') onMove({ x, y: y - by });
  else if (event.key === 'ArrowDown') onMove({ x, y: y + by });
  else if (event.key === '+') onZoom(ZOOM);
  else if (event.key === '-') onZoom(1 / ZOOM);
  else if (event.key === 'Enter') onChoose();
  else return;
  event.preventDefault();
}

function crossAt({ x, y }: Spot, size: number): string {
  return `M${x - size} ${y}h${2 * size}M${x} ${y - size}v${2 * size}`;
}

/** The view that holds every cell. */
function wholeOf(area: Area, side: number): View {
  const spots = area.cells.map((cell) => ({ x: side * Math.sqrt(3) * (cell.column + cell.row / 2), y: -1.5 * side * cell.row }));
  const [left, right] = [Math.min(...spots.map(({ x }) => x)), Math.max(...spots.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...spots.map(({ y }) => y)), Math.max(...spots.map(({ y }) => y))];
  const width = Math.max(right - left, (bottom - top) / SHAPE) + 4 * side;
  return { centre: { x: (left + right) / 2, y: (top + bottom) / 2 }, width };
}

/** The cursor begins where most is known: at the place with most adverts. */
function startOf(area: Area, places: readonly Place[], otherwise: Spot): Spot {
  const spots = places.flatMap(({ point }) => (point ? [toSpot(area, point.lat, point.lon)] : []));
  return spots.find(({ x, y }) => Math.hypot(x, y) < 60) ?? otherwise;
}
