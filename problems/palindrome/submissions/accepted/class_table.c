/*
 * Design: a table of 256 bytes says for each byte what it counts as: 0 for nothing, else its folded form. No locale,
 * no ctype, no signed char: two pointers look bytes up until they meet.
 */
#include <stdbool.h>
#include <string.h>

static const unsigned char counts_as[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
	['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
	['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
	['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v',
	['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
	['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l',
	['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
	['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
};

bool isPalindrome(char *s)
{
	const unsigned char *left = (const unsigned char *)s;
	const unsigned char *right = left + strlen(s);

	for (;;) {
		while (left < right && !counts_as[*left])
			left++;
		while (left < right && !counts_as[right[-1]])
			right--;
		if (right - left < 2)
			return true;
		if (counts_as[*left++] != counts_as[*--right])
			return false;
	}
}
