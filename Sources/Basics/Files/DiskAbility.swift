/// Something that a file system may lack and that a run can do without.
///
/// Network drives (CIFS, NFS), FUSE, 9p and the Windows drives of WSL (`/mnt/c`) lack some of these.
/// Nothing that nightshift has stored is lost by it while the machine runs: a lacking sync matters
/// only in a power cut or a crash of the system. What a run cannot do without, locks and renaming a
/// file over another one, is an error instead.
package enum DiskAbility: Sendable, Hashable, CaseIterable {
  /// Files and directories keep the mode that they are given. Otherwise other users of the machine
  /// may be able to read the answers.
  case modes
  /// A directory can be synced. Otherwise a power cut may take files that were created or renamed
  /// since the system last wrote the directory by itself, with the answers in them: at worst all of
  /// a run that began just before.
  case directorySync
  /// A file can be synced. Otherwise a power cut may take any answer that the system has not yet
  /// written by itself, so no length is recorded as synced.
  ///
  /// A FUSE program that has no sync at all (`ENOSYS`) cannot be told from one that syncs: Linux
  /// answers a success in its place (measured with Linux 6.18).
  case fileSync

  /// Whether the error says that the file system lacks this ability. Any other error, `EIO` above
  /// all, is a failure.
  ///
  /// That directories answer `EBADF` or `EINVAL`, and `EISDIR` when opened, is also what PostgreSQL
  /// expects (`fsync_fname_ext` in `src/common/file_utils.c`).
  package func isLacking(for code: Int32) -> Bool {
    if FileError.unsupported.contains(code) { return true }
    switch self {
    case .modes: return [EPERM, EACCES].contains(code)
    case .directorySync: return [EBADF, EISDIR].contains(code)
    case .fileSync: return false
    }
  }
}
