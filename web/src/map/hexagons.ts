/** The map's data: hexagons of median USD per m², and the way between them, degrees and the picture (km). */

import { asList, asNumber, asObject } from '../api/read';

export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly usdM2: number;
}

export interface Area {
  readonly name: string;
  readonly middle: readonly [lat: number, lon: number];
  readonly cells: readonly Cell[];
}

export interface HexMap {
  readonly side: number;
  readonly areas: readonly Area[];
}

/** Kilometres from the middle of the area, to the east and to the south: as SVG counts. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const KM_PER_DEGREE = 111.32;
const ROOT = Math.sqrt(3);

export function readMap(body: unknown): HexMap | undefined {
  const file = asObject<{ side: unknown; step: unknown; areas: unknown }>(body);
  const [side, step] = [asNumber(file?.side), asNumber(file?.step)];
  if (!file || !side || !step) return undefined;
  const areas = Object.entries(asObject<Record<string, unknown>>(file.areas) ?? {}).flatMap(([name, area]) => {
    const found = readArea(name, area, step);
    return found ? [found] : [];
  });
  return areas.length > 0 ? { side, areas } : undefined;
}

function readArea(name: string, item: unknown, step: number): Area | undefined {
  const area = asObject<{ middle: unknown; cells: unknown }>(item);
  const [lat, lon] = asList(area?.middle, asNumber);
  if (lat === undefined || lon === undefined) return undefined;
  return { name, middle: [lat, lon], cells: asList(area?.cells, (cell) => readCell(cell, step)) };
}

function readCell(item: unknown, step: number): Cell | undefined {
  const [column, row, steps] = asList(item, asNumber);
  if (column === undefined || row === undefined || steps === undefined) return undefined;
  return { column, row, usdM2: steps * step };
}

export function toSpot(area: Area, lat: number, lon: number): Spot {
  const [north, east] = area.middle;
  return { x: (lon - east) * KM_PER_DEGREE * narrowing(north), y: (north - lat) * KM_PER_DEGREE };
}

export function toPoint(area: Area, { x, y }: Spot): { readonly lat: number; readonly lon: number } {
  const [north, east] = area.middle;
  return { lat: north - y / KM_PER_DEGREE, lon: east + x / KM_PER_DEGREE / narrowing(north) };
}

const narrowing = (lat: number) => Math.cos((lat * Math.PI) / 180);

export function centreOf({ column, row }: Pick<Cell, 'column' | 'row'>, side: number): Spot {
  return { x: side * ROOT * (column + row / 2), y: -1.5 * side * row };
}

/** The hexagon of a spot, as an SVG path around its centre. */
export function outline(cell: Cell, side: number): string {
  const { x, y } = centreOf(cell, side);
  const half = (ROOT / 2) * side;
  const corners = [
    [0, -side],
    [half, -side / 2],
    [half, side / 2],
    [0, side],
    [-half, side / 2],
    [-half, -side / 2],
  ];
  return `M${corners.map(([dx = 0, dy = 0]) => `${(x + dx).toFixed(2)} ${(y + dy).toFixed(2)}`).join('L')}Z`;
}

/** The cell that holds this spot: of those whose centre is within a hexagon, the nearest. */
export function cellAt(area: Area, side: number, spot: Spot): Cell | undefined {
  const far = (cell: Cell) => {
    const centre = centreOf(cell, side);
    return Math.hypot(centre.x - spot.x, centre.y - spot.y);
  };
  const near = area.cells.filter((cell) => far(cell) <= side);
  return near.reduce<Cell | undefined>((best, cell) => (best && far(best) <= far(cell) ? best : cell), undefined);
}

export const STEPS = 6;

/** Which of the six steps of colour: each holds a sixth of the area's cells. */
export function stepOf(area: Area): (usdM2: number) => number {
  const sorted = area.cells.map(({ usdM2 }) => usdM2).sort((a, b) => a - b);
  const limits = Array.from({ length: STEPS - 1 }, (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / STEPS)] ?? 0);
  return (usdM2) => limits.filter((limit) => usdM2 >= limit).length;
}
