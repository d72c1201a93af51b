/**
 * Notices by their code, for a price that was asked for in another language; `field` is the datum that each is about.
 * A chunk of its own: who does not change the language does not need it.
 */

import type { Language } from './messages';

export interface NoticeWords {
  readonly notices: Readonly<Record<string, (field: string) => string>>;
  readonly data: Readonly<Record<string, string>>;
  readonly someDatum: string;
}

const es: NoticeWords = {
  notices: {
    outside_training_range: (field) =>
      `${field} es raro para el lugar, o casi no hay avisos así: el precio es menos seguro.`,
    no_data_for_region: () => 'Casi no hay avisos de esta región: el precio es orientativo.',
    old_prices: () => 'Los avisos de esta zona son de hace años: el nivel de hoy se estima.',
    no_locality: () => 'Sin barrio ni localidad, el precio es el de toda la región.',
    unknown_locality: () => 'No conocemos ese barrio: el precio es el de toda la región.',
    newest_locality: () => 'De ese barrio solo conocemos avisos recientes: el precio es menos seguro.',
    covered_exceeds_total: () => 'La superficie cubierta es mayor que la total: revisá las dos.',
    name_resolved: (field) => `${field}: lo tomamos por el nombre más parecido.`,
    field_not_used: (field) => `${field}: el modelo todavía no usa este dato.`,
    unknown_amenity: () => 'Alguna comodidad no es de las que conocemos: no se usó.',
    point_outside_region: () => 'El punto está lejos de la región: no se usó.',
    point_far_from_locality: () => 'El punto está lejos del barrio elegido: cuenta el punto.',
    remote_point: () => 'Casi no hay avisos a kilómetros de ese punto.',
    bedrooms_exceed_rooms: () => 'Hay más dormitorios que ambientes: los dormitorios no se usaron.',
    too_many_bedrooms: () => 'Son muchos dormitorios para esa superficie: revisá los dos datos.',
    too_many_rooms: () => 'Son muchos ambientes para esa superficie: revisá los dos datos.',
    odd_surface: (field) => `${field}: es mucho más de lo que mide una vivienda.`,
    studio_of_rooms: () => 'Un monoambiente tiene un ambiente: cuentan los que diste.',
    rooms_implied: () => 'Un monoambiente tiene un ambiente: así se calculó.',
    date_outside_levels: () => 'No conocemos los precios de esa fecha: se usó la más cercana.',
  },
  data: {
    l2: 'La región',
    locality: 'El barrio',
    lat: 'El punto',
    lon: 'El punto',
    property_type: 'El tipo',
    surface_covered: 'La superficie cubierta',
    surface_total: 'La superficie total',
    rooms: 'La cantidad de ambientes',
    bedrooms: 'La cantidad de dormitorios',
    bathrooms: 'La cantidad de baños',
    age: 'La antigüedad',
    garage: 'La cochera',
    amenities: 'Las comodidades',
  },
  someDatum: 'Algún dato',
};

const en: NoticeWords = {
  notices: {
    outside_training_range: (field) =>
      `${field} is unusual for the place, or there are hardly any such adverts: the price is less certain.`,
    no_data_for_region: () => 'There are hardly any adverts for this region: take the price as a hint.',
    old_prices: () => 'The adverts for this area are years old: today’s level is estimated.',
    no_locality: () => 'Without a neighbourhood or town, the price is that of the whole region.',
    unknown_locality: () => 'We do not know that neighbourhood: the price is that of the whole region.',
    newest_locality: () => 'We know that neighbourhood from recent adverts alone: the price is less certain.',
    covered_exceeds_total: () => 'The covered area is larger than the total: check both.',
    name_resolved: (field) => `${field}: taken for the nearest name that we know.`,
    field_not_used: (field) => `${field}: the model does not use this yet.`,
    unknown_amenity: () => 'Some amenity is none that we know: it was not used.',
    point_outside_region: () => 'The point is far from the region: it was not used.',
    point_far_from_locality: () => 'The point is far from the neighbourhood: the point counts.',
    remote_point: () => 'There is hardly an advert within kilometres of that point.',
    bedrooms_exceed_rooms: () => 'There are more bedrooms than rooms: the bedrooms were not used.',
    too_many_bedrooms: () => 'Those are many bedrooms for that area: check both.',
    too_many_rooms: () => 'Those are many rooms for that area: check both.',
    odd_surface: (field) => `${field}: far more than homes measure.`,
    studio_of_rooms: () => 'A studio has one room: the rooms that you gave count.',
    rooms_implied: () => 'A studio has one room: it was priced so.',
    date_outside_levels: () => 'We do not know the prices of that date: the nearest one was used.',
  },
  data: {
    l2: 'The region',
    locality: 'The neighbourhood',
    lat: 'The point',
    lon: 'The point',
    property_type: 'The type',
    surface_covered: 'The covered area',
    surface_total: 'The total area',
    rooms: 'The number of rooms',
    bedrooms: 'The number of bedrooms',
    bathrooms: 'The number of bathrooms',
    age: 'The age',
    garage: 'The garage',
    amenities: 'The amenities',
  },
  someDatum: 'Some detail',
};

export const NOTICES: Readonly<Record<Language, NoticeWords>> = { es, en };
