/** What is not needed for the first price: it comes while that is on its way. */
export const bringDetails = () => import('./details');
