// The program that every other one is compared with where a bare program has a cost of its own.
export {};
