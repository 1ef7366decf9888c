import type { components } from '../../api/schema.gen';

export type Product = components['schemas']['Product'];

/** Hit is a product as it is offered for sending. */
export interface Hit {
  product: Product;
  title: string;
  price?: { amount: number; currency: string };
  image?: string;
}

const folded = (s: string): string => s.toLowerCase().replaceAll('ё', 'е');

/** found are the products that are sold and whose titles or codes hold all the words. */
export function found(all: Product[], typed: string, lang: 'ru' | 'en'): Hit[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return all
    .filter((p) => p.status === 'active')
    .filter((p) => {
      const text = folded([p.title.ru, p.title.en, p.brand, ...(p.variants ?? []).map((v) => v.sku)].join(' '));
      return words.every((w) => text.includes(w));
    })
    .map((product) => {
      const price = product.variants?.find((v) => v.active)?.price;
      const image = product.images?.[0]?.url;
      const title = (lang === 'en' ? product.title.en || product.title.ru : product.title.ru || product.title.en) || product.slug;
      return { product, title, ...(price ? { price } : {}), ...(image ? { image } : {}) };
    });
}
