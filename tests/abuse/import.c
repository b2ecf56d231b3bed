/* expect in hasty: CE/import.c:2: passwd: No such file or directory */
#import "/etc/passwd"
