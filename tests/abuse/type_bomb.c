/* expect in hasty: CE/type_bomb.c:7: size of array | CTL */
typedef struct {
	char a[1L << 20];
} t0;
#define TYPE(n, m)               \
	typedef struct {         \
		t##m a[1 << 20]; \
	} t##n;
TYPE(1, 0)
TYPE(2, 1)
TYPE(3, 2)
t3 room;
