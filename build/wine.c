/* Checks that kernel32 has the behaviour that the class WindowsSystemCalls relies on. Prints each check that
   fails, and exits with 0 only if none does. build/wine builds and runs this program. */
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <psapi.h>

static int failures;

#define CHECK(what)                                                             \
  do {                                                                          \
    if (!(what)) {                                                              \
      printf("FAILED: line %d: %s; error %lu\n", __LINE__, #what, GetLastError()); \
      failures++;                                                               \
    }                                                                           \
  } while (0)

#define CHECK_ERROR(what, error) \
  do {                           \
    SetLastError(0);             \
    CHECK(!(what));              \
    CHECK(GetLastError() == (error)); \
  } while (0)

static const WCHAR *const PATH = L"mmap4j-wine.tmp";
static const WCHAR *const TAG = L"mmap4j-wine-tag";

static HANDLE open_file(DWORD access) {
  return CreateFileW(PATH, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                     OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
}

static void make_file(const char *bytes) {
  DWORD written;
  HANDLE h = CreateFileW(PATH, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
  CHECK(h != INVALID_HANDLE_VALUE);
  CHECK(WriteFile(h, bytes, (DWORD)strlen(bytes), &written, NULL));
  CHECK(CloseHandle(h));
}

static LONGLONG size_of(HANDLE h) {
  LARGE_INTEGER size;
  CHECK(GetFileSizeEx(h, &size));
  return size.QuadPart;
}

static BOOL set_length(HANDLE h, LONGLONG length) {
  FILE_END_OF_FILE_INFO info;
  info.EndOfFile.QuadPart = length;
  return SetFileInformationByHandle(h, FileEndOfFileInfo, &info, sizeof info);
}

/* Maps a view and closes its section's handle at once. */
static char *map(HANDLE h, DWORD pages, DWORD access, LONGLONG offset, SIZE_T length) {
  LONGLONG end = offset + (LONGLONG)length;
  HANDLE section = CreateFileMappingW(h, NULL, pages, (DWORD)(end >> 32), (DWORD)end, NULL);
  if (section == NULL) {
    return NULL;
  }
  char *view = MapViewOfFile(section, access, (DWORD)(offset >> 32), (DWORD)offset, length);
  DWORD error = GetLastError();
  CloseHandle(section);
  SetLastError(error);
  return view;
}

static void system_numbers(void) {
  SYSTEM_INFO info;
  GetSystemInfo(&info);
  CHECK(info.dwPageSize == 4096);
  CHECK(info.dwAllocationGranularity == 65536);
}

static void a_view_outlives_the_handles(void) {
  make_file("hello");
  HANDLE h = open_file(GENERIC_READ | GENERIC_WRITE);
  CHECK((HANDLE)(LONG_PTR)(int)(LONG_PTR)h == h); /* only 32 bits of a handle matter */
  CHECK(GetFileType(h) == FILE_TYPE_DISK);
  char *view = map(h, PAGE_READWRITE, FILE_MAP_WRITE, 0, 5);
  CHECK(view != NULL);
  CHECK(memcmp(view, "hello", 5) == 0);
  view[0] = 'j';
  CHECK(FlushViewOfFile(view, 5));
  CHECK(FlushFileBuffers(h));
  char *reader = map(h, PAGE_READONLY, FILE_MAP_READ, 0, 5);
  char *copy = map(h, PAGE_WRITECOPY, FILE_MAP_COPY, 0, 5);
  CHECK(reader != NULL && reader[0] == 'j');
  CHECK(copy != NULL && copy[0] == 'j');
  copy[0] = 'c';
  CHECK(view[0] == 'j' && reader[0] == 'j');
  CHECK(CloseHandle(h));
  CHECK(view[1] == 'e');
  CHECK(UnmapViewOfFile(copy) && UnmapViewOfFile(reader) && UnmapViewOfFile(view));
}

static void a_file_opened_for_reading_can_be_copied_and_not_written(void) {
  make_file("hello");
  HANDLE h = open_file(GENERIC_READ);
  char *copy = map(h, PAGE_WRITECOPY, FILE_MAP_COPY, 0, 5);
  CHECK(copy != NULL);
  CHECK(UnmapViewOfFile(copy));
  CHECK_ERROR(map(h, PAGE_READWRITE, FILE_MAP_WRITE, 0, 5), ERROR_ACCESS_DENIED);
  CHECK(!set_length(h, 1)); /* Wine reports another error than Windows */
  CHECK(CloseHandle(h));
}

static void what_is_refused(void) {
  CHECK(DeleteFileW(PATH));
  CHECK_ERROR(open_file(GENERIC_READ) != INVALID_HANDLE_VALUE, ERROR_FILE_NOT_FOUND);
  make_file("");
  HANDLE h = open_file(GENERIC_READ);
  CHECK_ERROR(CreateFileMappingW(h, NULL, PAGE_READONLY, 0, 0, NULL), ERROR_FILE_INVALID);
  CHECK_ERROR(map(h, PAGE_READONLY, FILE_MAP_READ, 0, 5), ERROR_NOT_ENOUGH_MEMORY);
  CHECK(CloseHandle(h));
  CHECK_ERROR(CloseHandle(h), ERROR_INVALID_HANDLE);
  CHECK_ERROR(map(INVALID_HANDLE_VALUE, PAGE_READWRITE, FILE_MAP_WRITE, 4096, 5),
              ERROR_MAPPED_ALIGNMENT);
  CHECK_ERROR(CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL),
              ERROR_INVALID_PARAMETER);
}

static void mapping_past_the_end_extends_the_file(void) {
  make_file("hello");
  HANDLE h = open_file(GENERIC_READ | GENERIC_WRITE);
  char *view = map(h, PAGE_READWRITE, FILE_MAP_WRITE, 65536, 100);
  CHECK(view != NULL && view[99] == 0);
  CHECK(size_of(h) == 65636);
  CHECK(UnmapViewOfFile(view));
  CHECK(CloseHandle(h));
}

static void a_mapped_file_keeps_its_length(void) {
  make_file("hello, world");
  HANDLE h = open_file(GENERIC_READ | GENERIC_WRITE);
  char *view = map(h, PAGE_READWRITE, FILE_MAP_WRITE, 0, 12);
  CHECK_ERROR(set_length(h, 5), ERROR_USER_MAPPED_FILE);
  LARGE_INTEGER five = {.QuadPart = 5};
  CHECK(SetFilePointerEx(h, five, NULL, FILE_BEGIN));
  CHECK_ERROR(SetEndOfFile(h), ERROR_USER_MAPPED_FILE);
  CHECK(size_of(h) == 12 && view[11] == 'd');
  CHECK(UnmapViewOfFile(view));
  CHECK(set_length(h, 5));
  CHECK(size_of(h) == 5);
  CHECK(set_length(h, 70000));
  view = map(h, PAGE_READWRITE, FILE_MAP_WRITE, 0, 70000);
  CHECK(view != NULL && view[4] == 'o' && view[5] == 0 && view[69999] == 0);
  CHECK(UnmapViewOfFile(view));
  CHECK(CloseHandle(h));
}

static void a_length_is_set_without_moving_the_position(void) {
  make_file("hello, world");
  HANDLE h = open_file(GENERIC_READ | GENERIC_WRITE);
  HANDLE duplicate;
  CHECK(DuplicateHandle((HANDLE)-1, h, (HANDLE)-1, &duplicate, 0, FALSE, DUPLICATE_SAME_ACCESS));
  LARGE_INTEGER none = {.QuadPart = 0}, three = {.QuadPart = 3}, at;
  CHECK(SetFilePointerEx(h, three, NULL, FILE_BEGIN));
  CHECK(set_length(duplicate, 20));
  CHECK(SetFilePointerEx(h, none, &at, FILE_CURRENT));
  CHECK(at.QuadPart == 3);
  CHECK(CloseHandle(h));
  CHECK(size_of(duplicate) == 20);
  FILE_STANDARD_INFO standard;
  CHECK(GetFileInformationByHandleEx(duplicate, FileStandardInfo, &standard, sizeof standard));
  CHECK(standard.EndOfFile.QuadPart == 20);
  CHECK(CloseHandle(duplicate));
}

static void memory_is_locked_loaded_and_told_of(void) {
  SIZE_T length = 4 * 4096;
  char *view = map(INVALID_HANDLE_VALUE, PAGE_READWRITE, FILE_MAP_WRITE, 0, length);
  CHECK(view != NULL && view[0] == 0);
  CHECK(VirtualLock(view, length));
  CHECK(VirtualUnlock(view, length));
  memset(view, 1, length);
  PSAPI_WORKING_SET_EX_INFORMATION pages[4];
  for (int i = 0; i < 4; i++) {
    pages[i].VirtualAddress = view + i * 4096;
  }
  BOOL(WINAPI * query)(HANDLE, PVOID, DWORD) = (void *)GetProcAddress(
      GetModuleHandleW(L"kernel32.dll"), "K32QueryWorkingSetEx");
  CHECK(query != NULL);
  CHECK(query((HANDLE)-1, pages, sizeof pages));
  CHECK(pages[0].VirtualAttributes.Valid && pages[3].VirtualAttributes.Valid);
  struct {
    PVOID address;
    SIZE_T length;
  } entry = {view, length};
  BOOL(WINAPI * prefetch)(HANDLE, ULONG_PTR, PVOID, ULONG) = (void *)GetProcAddress(
      GetModuleHandleW(L"kernel32.dll"), "PrefetchVirtualMemory");
  CHECK(prefetch != NULL);
  CHECK(prefetch((HANDLE)-1, 1, &entry, 0));
  CHECK(UnmapViewOfFile(view));
}

/* By this error, WindowsSystemCalls.map distinguishes a section's handle from a file's. Its method status
   uses GetFileType, which on Windows recognizes only files. GetFileType is not checked here, because Wine
   keeps a section's memory in a file and reports it as one. */
static void a_sections_handle_is_no_files(void) {
  HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 100, NULL);
  CHECK(section != NULL);
  CHECK_ERROR(CreateFileMappingW(section, NULL, PAGE_READWRITE, 0, 100, NULL), ERROR_INVALID_HANDLE);
  HANDLE duplicate;
  CHECK(DuplicateHandle((HANDLE)-1, section, (HANDLE)-1, &duplicate, 0, FALSE,
                        DUPLICATE_SAME_ACCESS));
  CHECK(CloseHandle(section));
  char *view = MapViewOfFile(duplicate, FILE_MAP_WRITE, 0, 0, 100);
  CHECK(view != NULL && view[99] == 0);
  CHECK(UnmapViewOfFile(view));
  CHECK(CloseHandle(duplicate));
}

static HANDLE tagged(DWORD length) {
  return CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, length, TAG);
}

/* Returns the length of a section, rounded up to whole pages: the size of a view of all of it. */
static SIZE_T length_of(HANDLE section) {
  MEMORY_BASIC_INFORMATION info = {0};
  void *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
  CHECK(view != NULL);
  CHECK(VirtualQuery(view, &info, sizeof info) == sizeof info);
  CHECK(UnmapViewOfFile(view));
  return info.RegionSize;
}

static void a_tag_is_opened_by_its_name(void) {
  CHECK_ERROR(OpenFileMappingW(FILE_MAP_READ, FALSE, TAG), ERROR_FILE_NOT_FOUND);
  SetLastError(ERROR_ALREADY_EXISTS); /* an error left from before must not be reported */
  HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 5000, TAG);
  CHECK(section != NULL && GetLastError() != ERROR_ALREADY_EXISTS);
  CHECK(length_of(section) == 8192);
  HANDLE reading = OpenFileMappingW(FILE_MAP_READ, FALSE, TAG);
  CHECK(reading != NULL && length_of(reading) == 8192);
  CHECK_ERROR(MapViewOfFile(reading, FILE_MAP_WRITE, 0, 0, 100), ERROR_ACCESS_DENIED);
  HANDLE writing = OpenFileMappingW(FILE_MAP_READ | FILE_MAP_WRITE, FALSE, TAG);
  CHECK(CloseHandle(section));
  section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 100, TAG);
  CHECK(section != NULL && GetLastError() == ERROR_ALREADY_EXISTS); /* the section keeps its length */
  CHECK(length_of(section) == 8192);
  char *view = MapViewOfFile(writing, FILE_MAP_WRITE, 0, 0, 5000);
  char *copy = MapViewOfFile(writing, FILE_MAP_COPY, 0, 0, 5000);
  CHECK(view != NULL && copy != NULL);
  view[4999] = 'x';
  copy[0] = 'c';
  CHECK(view[0] == 0 && copy[4999] == 'x');
  CHECK(UnmapViewOfFile(view) && UnmapViewOfFile(copy));
  CHECK_ERROR(MapViewOfFile(writing, FILE_MAP_WRITE, 0, 0, 8193), ERROR_ACCESS_DENIED);
  CHECK(CloseHandle(section) && CloseHandle(reading) && CloseHandle(writing));
  CHECK_ERROR(OpenFileMappingW(FILE_MAP_READ, FALSE, TAG), ERROR_FILE_NOT_FOUND);
  HANDLE event = CreateEventW(NULL, FALSE, FALSE, TAG);
  CHECK_ERROR(tagged(100), ERROR_INVALID_HANDLE);
  CHECK(CloseHandle(event));
}

static void a_file_has_a_tag(void) {
  make_file("hello");
  HANDLE h = open_file(GENERIC_READ | GENERIC_WRITE);
  HANDLE section = CreateFileMappingW(h, NULL, PAGE_READWRITE, 0, 5, TAG);
  CHECK(section != NULL);
  CHECK(CloseHandle(h));
  HANDLE other = tagged(5); /* opens the file with this tag, not new memory */
  char *view = MapViewOfFile(other, FILE_MAP_WRITE, 0, 0, 5);
  CHECK(view != NULL && memcmp(view, "hello", 5) == 0);
  CHECK(UnmapViewOfFile(view));
  CHECK(CloseHandle(section) && CloseHandle(other));
}

/* The second process, which writes where the first reads. */
static int second_process(void) {
  SetLastError(0);
  HANDLE section = tagged(100);
  CHECK(section != NULL && GetLastError() == ERROR_ALREADY_EXISTS);
  char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 100);
  CHECK(view != NULL && strcmp(view, "from the first") == 0);
  strcpy(view, "from the second");
  return failures;
}

static void a_tag_is_shared_by_processes_while_a_handle_is_open(void) {
  HANDLE section = tagged(100);
  char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 100);
  CHECK(view != NULL && view[0] == 0);
  strcpy(view, "from the first");
  WCHAR self[MAX_PATH], command[MAX_PATH + 20];
  GetModuleFileNameW(NULL, self, MAX_PATH);
  _snwprintf(command, MAX_PATH + 20, L"\"%ls\" second", self);
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION process;
  CHECK(CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process));
  CHECK(WaitForSingleObject(process.hProcess, 30000) == WAIT_OBJECT_0);
  DWORD status = 1;
  CHECK(GetExitCodeProcess(process.hProcess, &status) && status == 0);
  CHECK(strcmp(view, "from the second") == 0);
  CHECK(CloseHandle(section));
  SetLastError(0);
  section = tagged(100); /* the view alone does not keep the name */
  CHECK(section != NULL && GetLastError() == 0);
  CHECK(CloseHandle(section));
  CHECK(UnmapViewOfFile(view));
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "second") == 0) {
    return second_process();
  }
  system_numbers();
  a_view_outlives_the_handles();
  a_file_opened_for_reading_can_be_copied_and_not_written();
  what_is_refused();
  mapping_past_the_end_extends_the_file();
  a_mapped_file_keeps_its_length();
  a_length_is_set_without_moving_the_position();
  memory_is_locked_loaded_and_told_of();
  a_sections_handle_is_no_files();
  a_tag_is_opened_by_its_name();
  a_file_has_a_tag();
  a_tag_is_shared_by_processes_while_a_handle_is_open();
  DeleteFileW(PATH);
  printf(failures == 0 ? "all is as the page for Windows expects\n" : "%d failed\n", failures);
  return failures != 0;
}
