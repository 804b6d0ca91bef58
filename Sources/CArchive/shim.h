#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

/// Makes a locale in which libarchive can hand out names that are not ASCII.
///
/// A program that never calls setlocale runs in the C locale, where libarchive returns NULL for
/// such names. LC_CTYPE_MASK is a macro that Swift cannot see.
static inline locale_t drawbridge_utf8_locale(void) {
  return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}
