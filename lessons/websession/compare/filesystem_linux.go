package compare

import (
	"fmt"
	"syscall"
)

// filesystem names the file system that a folder is on, as far as it matters
// how a write becomes durable there; see statfs(2) for the numbers.
func filesystem(dir string) string {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return ""
	}
	const (
		tmpfs   = 0x01021994
		ramfs   = 0x858458f6
		ext     = 0xef53
		xfs     = 0x58465342
		btrfs   = 0x9123683e
		overlay = 0x794c7630
		zfs     = 0x2fc12fc1
		nfs     = 0x6969
		fuse    = 0x65735546
	)
	names := map[uint32]string{
		tmpfs: memoryFS, ramfs: memoryFS, ext: "ext4", xfs: "xfs", btrfs: "btrfs",
		overlay: "overlayfs", zfs: "zfs", nfs: "nfs", fuse: "fuse",
	}
	kind := uint32(st.Type)
	if name, ok := names[kind]; ok {
		return name
	}
	return fmt.Sprintf("type %#x", kind)
}
