import Foundation
import TestSupport
import Testing

/// Runs the program and interferes at its nth change of a file: every write, sync, rename, removal
/// and creation that the kernel is asked for, the database's among them.
///
/// The program is the one that users run: it is traced from outside, as a debugger does, by a few
/// lines of Python.
enum SystemCalls {
  enum Interference: String, Sendable {
    /// Interferes with nothing and counts.
    case count
    /// SIGKILL before the change is made.
    case kill
    /// From this change on every write of bytes fails as on a full disk (ENOSPC), which still has
    /// room for names.
    case full
    /// The change fails with an I/O error (EIO), once.
    case broken
  }

  struct Outcome: Sendable {
    /// The exit code; 137 after a SIGKILL.
    var status: Int
    /// How many changes were asked for.
    var changes: Int
    var errors: String
  }

  /// Whether programs can be traced here; prints the reason where not.
  static let canTrace: Bool = {
    guard Prerequisite.isBuilt, Prerequisite.hasPython else { return false }
    #if arch(x86_64)
      let outcome = try? run(["--version"], .count, at: 0)
      if outcome?.status != 0 {
        print("skipped: programs cannot be traced here: \(outcome?.errors ?? "no Python")")
      }
      return outcome?.status == 0
    #else
      print("skipped: system calls are traced on x86-64 only.")
      return false
    #endif
  }()

  /// Runs drawbridge to its end.
  ///
  /// - Parameter number: at which change to interfere, from 1 on.
  static func run(_ arguments: [String], _ interference: Interference, at number: Int) throws
    -> Outcome
  {
    guard let binary = Program.drawbridge else { throw Program.NotBuilt() }
    let folder = try TemporaryFolder()
    let report = folder.path + "/report"
    let outcome = try Program.run(
      "/usr/bin/env",
      ["timeout", "-s", "KILL", "120", "python3", "-c", tracer, interference.rawValue]
        + ["\(number)", report, binary] + arguments)
    let words = try folder.contains("report") ? folder.read("report").split(separator: " ") : []
    guard words.count == 2, let status = Int(words[0]), let changes = Int(words[1]) else {
      return Outcome(status: -1, changes: 0, errors: outcome.stderr)
    }
    return Outcome(status: status, changes: changes, errors: outcome.stderr)
  }

  private static let tracer = #"""
    import ctypes, os, signal, struct, sys

    mode, number, report, argv = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    TRACEME, GETREGS, SETREGS, SYSCALL, SETOPTIONS = 0, 12, 13, 24, 0x4200
    OPTIONS = 1 | 2 | 4 | 8 | 0x100000  # syscall stops are marked; threads; gone with us
    WALL = 0x40000000
    RAX, RSI, RDX, RDI, ORIG = 10, 13, 12, 14, 15  # places in user_regs_struct
    # write, pwrite64, writev, pwritev, pwritev2 on files; fsync, fdatasync, truncate, ftruncate,
    # rename, renameat, renameat2, unlink, unlinkat, mkdir, mkdirat, rmdir, link, fallocate
    WRITES = {1, 18, 20, 296, 328}
    CHANGES = {74, 75, 76, 77, 82, 264, 316, 87, 263, 83, 258, 84, 86, 285}
    CREATING = 0o100 | 0o1000  # O_CREAT, O_TRUNC

    def trace(request, pid, data=None):
        if libc.ptrace(request, pid, None, data) < 0:
            raise OSError(ctypes.get_errno(), "ptrace")

    def is_change(regs):
        call = regs[ORIG]
        if call in WRITES:
            return regs[RDI] > 2
        if call == 2:
            return bool(regs[RSI] & CREATING)
        if call == 257:
            return bool(regs[RDX] & CREATING)
        return call in CHANGES

    child = os.fork()
    if child == 0:
        libc.ptrace(TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            os.execv(argv[0], argv)
        finally:
            os._exit(126)
    os.waitpid(child, WALL)
    trace(SETOPTIONS, child, OPTIONS)
    trace(SYSCALL, child)
    inside, failing, known, count, status = {}, {}, {child}, 0, None
    buffer = ctypes.create_string_buffer(27 * 8)
    while True:
        try:
            pid, state = os.waitpid(-1, WALL)
        except ChildProcessError:
            break
        if os.WIFEXITED(state) or os.WIFSIGNALED(state):
            if pid == child:
                status = (os.WEXITSTATUS(state) if os.WIFEXITED(state)
                          else 128 + os.WTERMSIG(state))
            continue
        stop, deliver = os.WSTOPSIG(state), 0
        try:
            if stop == signal.SIGTRAP | 0x80:
                entering = not inside.get(pid, False)
                inside[pid] = entering
                if entering:
                    trace(GETREGS, pid, buffer)
                    regs = list(struct.unpack("27Q", buffer.raw))
                    if is_change(regs):
                        count += 1
                        if mode == "kill" and count == number:
                            os.kill(child, signal.SIGKILL)
                            continue
                        if (mode == "broken" and count == number
                                or mode == "full" and count >= number
                                and regs[ORIG] in WRITES | {285}):
                            failing[pid] = 5 if mode == "broken" else 28
                            regs[ORIG] = 2**64 - 1
                            trace(SETREGS, pid, struct.pack("27Q", *regs))
                elif pid in failing:
                    trace(GETREGS, pid, buffer)
                    regs = list(struct.unpack("27Q", buffer.raw))
                    regs[RAX] = 2**64 - failing.pop(pid)
                    trace(SETREGS, pid, struct.pack("27Q", *regs))
            elif state >> 16 or stop == signal.SIGTRAP:
                pass  # a new thread, or the program itself just loaded
            elif pid not in known:
                known.add(pid)
            else:
                deliver = stop
            trace(SYSCALL, pid, deliver)
        except OSError as error:
            if error.errno != 3:
                raise
    with open(report, "w") as file:
        file.write(f"{status} {count}")
    """#
}
