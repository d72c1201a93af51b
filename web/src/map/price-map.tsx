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
import { isWithin, LETTERS_ACROSS, namesIn, RING, SHAPE } from './view';
import type { View } from './view';
import './map.css';

interface PriceMapProps {
  readonly places: readonly Place[];
  /** Of the home that is asked about, where that is known. */
  readonly point: Place['point'];
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

export default function PriceMap({ places, point, onChoose }: PriceMapProps) {
  const { messages } = useWords();
  const [promise] = useState(loaded);
  const map = use(promise);
  const [name, setName] = useState(() => map.areas.find((one) => isNear(one, point))?.name);
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
      <AreaMap key={area.name} {...{ area, places, point, onChoose }} side={map.side} />
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

function AreaMap({ area, side, places, point, onChoose }: AreaMapProps) {
  const { messages } = useWords();
  const whole = useMemo(() => wholeOf(area, side), [area, side]);
  const [cursor, setCursor] = useState<Spot>(() => startOf(area, places, point, whole.centre));
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
      <Names {...{ area, places, view, cursor }} />
      <Cursor {...cursor} size={width / LETTERS_ACROSS} />
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

function Names({ area, places, view, cursor }: Pick<PictureProps, 'area' | 'places' | 'view' | 'cursor'>) {
  const size = view.width / LETTERS_ACROSS;
  const names = useMemo(() => namesIn(area, places, view, cursor), [area, places, view, cursor]);
  return names.map(({ name, x, y }) => (
    <text key={name} className="map-name" x={x} y={y} fontSize={size} strokeWidth={size / 4}>
      {name}
    </text>
  ));
}

/** A ring around its point, on a wider one that keeps it apart from every colour of the map. */
function Cursor({ x, y, size }: Spot & { readonly size: number }) {
  return (
    <g className="map-cursor">
      {[size / 2, size / 5].map((strokeWidth) => (
        <circle key={strokeWidth} cx={x} cy={y} r={RING * size} strokeWidth={strokeWidth} />
      ))}
      <circle cx={x} cy={y} r={size / 7} />
    </g>
  );
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

/** The view that holds every cell. */
function wholeOf(area: Area, side: number): View {
  const spots = area.cells.map((cell) => ({ x: side * Math.sqrt(3) * (cell.column + cell.row / 2), y: -1.5 * side * cell.row }));
  const [left, right] = [Math.min(...spots.map(({ x }) => x)), Math.max(...spots.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...spots.map(({ y }) => y)), Math.max(...spots.map(({ y }) => y))];
  const width = Math.max(right - left, (bottom - top) / SHAPE) + 4 * side;
  return { centre: { x: (left + right) / 2, y: (top + bottom) / 2 }, width };
}

/** How far from its middle an area reaches. */
const REACH_KM = 60;

function isNear(area: Area, point: Place['point']): boolean {
  if (!point) return false;
  const { x, y } = toSpot(area, point.lat, point.lon);
  return Math.hypot(x, y) < REACH_KM;
}

/** The cursor begins at the home that is asked about; else where most is known, at the place with most adverts. */
function startOf(area: Area, places: readonly Place[], point: Place['point'], otherwise: Spot): Spot {
  const start = [point, ...places.map((place) => place.point)].find((one) => isNear(area, one));
  return start ? toSpot(area, start.lat, start.lon) : otherwise;
}
