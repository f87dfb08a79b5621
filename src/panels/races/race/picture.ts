/** The part of the page that is exported as a picture. */
export const PICTURE = 'race-picture';
