// SPDX-License-Identifier: EPL-2.0
// Counts how often each word occurs in a text, and says which is the most frequent.
//
//   words slow    looks words up in a list
//   words fast    looks words up in a hash table
//
// Both ways give the same answer. Count both, and compare the CPU time and the hottest lines.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 4000000, VOCABULARY = 500, LENGTH = 8, BUCKETS = 4096 };

struct word {
	char letters[LENGTH];
	long count;
	struct word *next; // in the same list
};

static struct word *lists[BUCKETS];
static struct word vocabulary[VOCABULARY];
static int known;

static unsigned random_number(void)
{
	static unsigned state = 1;

	state = state * 1103515245 + 12345;
	return state >> 16;
}

// Small numbers come up more often than large ones, as frequent words do.
static void make_word(char *letters)
{
	unsigned number = random_number() % VOCABULARY * (random_number() % VOCABULARY) / VOCABULARY;

	for (int i = 0; i < LENGTH; i++) {
		letters[i] = 'a' + number % 26;
		number = number / 26 + i;
	}
}

static char *make_text(void)
{
	char *text = malloc((size_t)WORDS * LENGTH);

	if (!text)
		exit(1);
	for (long i = 0; i < WORDS; i++)
		make_word(text + i * LENGTH);
	return text;
}

static bool same(const char *a, const char *b)
{
	for (int i = 0; i < LENGTH; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static unsigned hash(const char *letters)
{
	unsigned hash = 2166136261;

	for (int i = 0; i < LENGTH; i++)
		hash = (hash ^ letters[i]) * 16777619;
	return hash % BUCKETS;
}

static struct word *find(struct word *list, const char *letters)
{
	for (struct word *word = list; word; word = word->next)
		if (same(word->letters, letters))
			return word;
	return NULL;
}

static void count(const char *letters, bool fast)
{
	struct word **list = &lists[fast ? hash(letters) : 0];
	struct word *word = find(*list, letters);

	if (!word) {
		word = &vocabulary[known++];
		memcpy(word->letters, letters, LENGTH);
		word->next = *list;
		*list = word;
	}
	word->count++;
}

int main(int argc, char **argv)
{
	if (argc != 2 || (strcmp(argv[1], "slow") && strcmp(argv[1], "fast"))) {
		fprintf(stderr, "usage: words slow|fast\n");
		return 2;
	}
	bool fast = !strcmp(argv[1], "fast");
	char *text = make_text();
	struct word *most = vocabulary;

	for (long i = 0; i < WORDS; i++)
		count(text + i * LENGTH, fast);
	for (int i = 0; i < known; i++)
		if (vocabulary[i].count > most->count)
			most = &vocabulary[i];
	printf("%d words, %d different; the most frequent is %.*s: %ld times\n", WORDS, known, LENGTH, most->letters,
	       most->count);
	free(text);
	return 0;
}
